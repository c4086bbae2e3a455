# Writes OUTPUT, a C++ file that holds TABLE as a string.
file(READ ${TABLE} content)
file(WRITE ${OUTPUT} "#include \"libs/divisions/shandong_tsv.h\"

namespace xuefen::divisions {

const char kShandongTsv[] = R\"tsv(${content})tsv\";

}  // namespace xuefen::divisions
")
