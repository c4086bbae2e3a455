#pragma once

namespace xuefen::divisions {

// shandong.tsv as it stands, put into the library when it is built.
extern const char kShandongTsv[];

}  // namespace xuefen::divisions
