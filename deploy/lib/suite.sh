# Building, starting and stopping the suite. Sourced by deploy/run, which sets ROOT, BIN, DATA, SERVICES.

say() { printf '\n\033[1m%s\033[0m\n' "$*" >&2; }
fail() { echo "deploy/run: $*" >&2; exit 1; }

build_programs() {
  deploy/setup
  say "编译 / building"
  mkdir -p build
  { cmake --preset release && cmake --build --preset release --target programs; } \
    >build/build.log 2>&1 || { tail -n 30 build/build.log >&2; fail "does not build, see build/build.log"; }
}

# A key ring file: key id, then 32 random bytes.
make_secret() {
  [ -e "$1" ] || (umask 077 && echo "00000001 $(openssl rand -hex 32)" >"$1.new" && mv "$1.new" "$1")
}

# Whether a certificate is there and good for another month.
lasts() { openssl x509 -noout -checkend $((30 * 86400)) -in "$1/cert.pem" >/dev/null 2>&1; }

make_certificates() {
  local at=$DATA/certificates service
  deploy/certificates "$at" init
  for service in "${SERVICES[@]}"; do
    lasts "$at/servers/$service" || deploy/certificates "$at" server "$service"
  done
  make_actor province-370000 spiffe://xuefen/province/370000
  make_actor bureau-370100 spiffe://xuefen/bureau/370100
  make_actor bureau-370200 spiffe://xuefen/bureau/370200
  make_actor platform spiffe://xuefen/platform/province
  local uscc
  while IFS=, read -r uscc _; do
    make_actor "provider-$uscc" "spiffe://xuefen/provider/$uscc"
  done < <(tail -n +2 "$SAMPLES/providers.csv" | tr -d '\r')
}

make_actor() {
  lasts "$DATA/certificates/actors/$1" || deploy/certificates "$DATA/certificates" actor "$1" "$2"
}

port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

ports_are_free() {
  local port
  for port in $(seq "$1" $(($1 + 7))); do port_is_free "$port" || return 1; done
}

# One free port for each service and one for its metrics, starting where the last run was, and the first time anywhere.
choose_ports() {
  local first=$((7410 + 10 * (RANDOM % 150))) looked
  [ ! -e "$DATA/run/first_port" ] || first=$(<"$DATA/run/first_port")
  for looked in {1..160}; do
    if ports_are_free "$first"; then
      echo "$first" >"$DATA/run/first_port"
      FIRST_PORT=$first
      return
    fi
    first=$((first < 8990 ? first + 10 : 7410))
  done
  fail "no free ports between 7410 and 9000 after $looked looks"
}

address_of() {
  local i
  for i in "${!SERVICES[@]}"; do
    [ "${SERVICES[$i]}" != "$1" ] || echo "127.0.0.1:$((FIRST_PORT + i))"
  done
}

metrics_address_of() { local address; address=$(address_of "$1"); echo "127.0.0.1:$((${address##*:} + 4))"; }

upstreams_of() {
  case $1 in
    registry) echo accreditation ;;
    credit) echo registry accreditation ;;
    statistics) echo registry credit accreditation ;;
  esac
}

write_config() {
  local service=$1 upstream
  {
    echo "# Made by deploy/run. proto/xuefen/config/v1/config.proto says what each line means."
    echo "listen_address: \"$(address_of "$service")\""
    echo "metrics_address: \"$(metrics_address_of "$service")\""
    echo "tls_directory: \"$DATA/certificates/servers/$service\""
    echo "denied_certificates_file: \"$DATA/certificates/denied\""
    echo "conninfo_file: \"$DATA/postgres/secrets/$service.conninfo\""
    echo "migrate_conninfo_file: \"$DATA/postgres/secrets/$service-migrate.conninfo\""
    echo "secrets {"
    echo "  tokens_file: \"$DATA/secrets/tokens\""
    if [ "$service" = registry ]; then
      echo "  encryption_file: \"$DATA/secrets/encryption\""
      echo "  lookup_file: \"$DATA/secrets/lookup\""
    fi
    echo "}"
    for upstream in $(upstreams_of "$service"); do
      echo "upstreams { service: \"$upstream\" address: \"$(address_of "$upstream")\" }"
    done
    case $service in
      accreditation) echo "reference_directory: \"$ROOT/deploy/reference\"" ;;
      credit) echo "rules_directory: \"$ROOT/deploy/rules\"" ;;
    esac
  } >"$DATA/config/$service.txtpb"
}

# Whoever waits for the file reads it as soon as it is there, so it appears whole.
write_endpoints() {
  local service lines=()
  for service in "${SERVICES[@]}"; do lines+=("\"$service\": \"$(address_of "$service")\""); done
  local IFS=,
  echo "{${lines[*]}}" >"$DATA/run/endpoints.json.new"
  mv "$DATA/run/endpoints.json.new" "$DATA/run/endpoints.json"
}

start_service() {
  local service=$1
  : >>"$DATA/log/$service.log"
  LOGGED[$service]=$(stat -c %s "$DATA/log/$service.log")
  "$BIN/xuefen-$service" migrate --config "$DATA/config/$service.txtpb" 2>>"$DATA/log/$service.log" ||
    { tail -n 5 "$DATA/log/$service.log" >&2; fail "$service: migration failed"; }
  # The services end with this script, however it ends.
  setpriv --pdeathsig TERM "$BIN/xuefen-$service" serve --config "$DATA/config/$service.txtpb" 2>>"$DATA/log/$service.log" &
  PIDS[$service]=$!
}

# Since it was started.
log_has() { tail -c +$((LOGGED[$1] + 1)) "$DATA/log/$1.log" | grep -q -- "$2"; }

# Status 1 when it cannot have one of its ports. That somebody answers there would not show that it is this service.
wait_until_serves() {
  local service=$1 until=$((SECONDS + 300))
  while [ "$SECONDS" -lt "$until" ]; do
    ! log_has "$service" '"message":"serving"' || return 0
    kill -0 "${PIDS[$service]}" 2>/dev/null || break
    sleep 0.1
  done
  ! log_has "$service" 'cannot listen on\|cannot serve metrics at' || return 1
  tail -n 5 "$DATA/log/$service.log" >&2
  fail "$service does not serve, see $DATA/log/$service.log"
}

try_to_serve() {
  local service
  choose_ports
  for service in "${SERVICES[@]}"; do write_config "$service"; done
  for service in "${SERVICES[@]}"; do start_service "$service" 8>&-; done
  for service in "${SERVICES[@]}"; do wait_until_serves "$service" || return 1; done
}

# Between looking for free ports and listening on them somebody else may take one. Then all begins again elsewhere.
serve_all() {
  local tries
  for tries in {1..5}; do
    ! try_to_serve || return 0
    stop_services
    rm -f "$DATA/run/first_port"
  done
  fail "somebody else took one of our ports, $tries times"
}

declare -A PIDS=() LOGGED=()

# Before anything is started, and before anything would be stopped at the end.
lock_data() {
  mkdir -p "$DATA/run"
  exec 8>"$DATA/run/lock"
  flock -n 8 || fail "another deploy/run uses $DATA"
  rm -f "$DATA/run/endpoints.json"
}

start_suite() {
  say "启动 / starting"
  mkdir -p "$DATA"/{config,log}
  mkdir -p -m 0700 "$DATA/secrets"
  deploy/postgres start "$DATA/postgres" >/dev/null 8>&-
  deploy/postgres prepare "$DATA/postgres" 8>&-
  local secret
  for secret in tokens encryption lookup; do make_secret "$DATA/secrets/$secret"; done
  make_certificates
  serve_all
  write_endpoints
}

stop_services() {
  local pid
  for pid in "${PIDS[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
  for pid in "${PIDS[@]}"; do wait "$pid" 2>/dev/null || true; done
  PIDS=()
}

stop_suite() {
  rm -f "$DATA/run/endpoints.json"
  stop_services
  deploy/postgres stop "$DATA/postgres" >/dev/null 2>&1 || true
}

show_addresses() {
  local service at=$DATA/certificates/actors/bureau-370100
  say "服务地址 / addresses (mTLS)"
  for service in "${SERVICES[@]}"; do
    printf '  %-14s %s   metrics http://%s/metrics\n' "$service" "$(address_of "$service")" \
      "$(metrics_address_of "$service")"
  done
  cat <<TEXT
  certificates   $DATA/certificates/actors/*
  logs           $DATA/log

  $BIN/xuefen --data $DATA --as bureau-370100 summary 370100 2018
  buf curl --protocol grpc --cacert $at/ca.pem --cert $at/cert.pem --key $at/key.pem \\
    -d '{"division": "370100", "year": 2018}' \\
    https://$(address_of statistics)/xuefen.statistics.v1.StatisticsService/GetSummary
TEXT
}

# Serves until Ctrl-C. A service that ends by itself ends the run.
wait_for_services() {
  echo "Ctrl-C 停止 / stops everything" >&2
  wait -n "${PIDS[@]}" || true
  fail "a service ended by itself, see $DATA/log"
}
