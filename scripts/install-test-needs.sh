#!/usr/bin/env bash
# Installs the programs that the tests start, from Debian's (or Ubuntu's) archive, and skips what is there.
# None of them is started as a service: the tests start their own, on free ports, with data of their own.
set -euo pipefail

# program (a name on the PATH, or a path), package, what it is for
needs=(
  "redis-server|redis-server|the Bull queue"
  "chromium|chromium|the browser pages"
  "php|php-cli|a receiver in PHP"
  "python3|python3|a receiver in Python"
  "openssl|openssl|bad TLS certificates"
)
packages=()
for need in "${needs[@]}"; do
  IFS='|' read -r program package purpose <<<"$need"
  command -v "$program" >/dev/null && continue
  echo "The tests need $package ($purpose), which is not installed."
  packages+=("$package")
done
if ! compgen -G "/usr/lib/postgresql/*/bin/postgres" >/dev/null; then
  echo "The tests need postgresql (Debian's own version, 15 in Debian 12), which is not installed."
  packages+=(postgresql)
fi
[ ${#packages[@]} -gt 0 ] || exit 0

cannot() {
  echo "$1 Install these yourself and run the tests again: ${packages[*]}." >&2
  exit 1
}

command -v apt-get >/dev/null || cannot "This machine has no apt-get, so the tests' programs cannot be installed for you."
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || cannot "Installing packages needs root, and there is no sudo here."
  as_root=(sudo)
fi

policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  # Debian's own way to install a server without starting it (invoke-rc.d(8)).
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
  "${as_root[@]}" chmod 755 "$policy"
  trap '"${as_root[@]}" rm -f "$policy"' EXIT
fi

install() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${packages[@]}"
}
echo "Installing by apt-get: ${packages[*]} (about a minute) …"
install || { "${as_root[@]}" apt-get update -q && install; } || cannot "apt-get could not install everything."
