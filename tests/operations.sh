#!/usr/bin/env bash
# What stands under deploy/ for operators: alert rules, and units of systemd.
#
#   tests/operations.sh BIN     where the programs are
set -euo pipefail
cd "$(dirname "$0")/.."
readonly BIN=$1
# `systemd-analyze security` counts exposure from 0 to 10; times ten.
readonly EXPOSURE_MAX=12

promtool check config deploy/prometheus/prometheus.yml
promtool test rules deploy/prometheus/alerts_test.yml

# Every alert has a test in which it comes.
while read -r alert; do
  grep -A1 "alertname: $alert\$" deploy/prometheus/alerts_test.yml | grep -q exp_alerts ||
    { echo "deploy/prometheus/alerts_test.yml: $alert never comes"; exit 1; }
done < <(sed -n 's/^ *- alert: //p' deploy/prometheus/alerts.yml)

# The units as they stand on a machine where they are installed.
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root"/{usr/bin,usr/lib/systemd,etc/systemd/system,usr/share/doc/xuefen}
cp -r /usr/lib/systemd/system "$root/usr/lib/systemd/"
cp deploy/systemd/*.{service,target} "$root/etc/systemd/system/"
cp docs/operating.md "$root/usr/share/doc/xuefen/"
units=(xuefen.target)
for service in accreditation registry credit statistics; do
  ln "$BIN/xuefen-$service" "$root/usr/bin/" 2>/dev/null || cp "$BIN/xuefen-$service" "$root/usr/bin/"
  units+=("xuefen@$service.service" "xuefen-migrate@$service.service")
done
said=$(systemd-analyze verify --man=no --root="$root" "${units[@]/#/$root/etc/systemd/system/}" 2>&1) || { echo "$said"; exit 1; }
[ -z "$said" ] || { echo "$said"; exit 1; }
for unit in "${units[@]:1}"; do
  systemd-analyze security --offline=true --no-pager --root="$root" --threshold="$EXPOSURE_MAX" "$unit" | tail -n 1
done
