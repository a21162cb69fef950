#!/bin/sh
# Installs the Debian packages named in lists, those of them that are missing.
#
#   tools/packages.sh packages/run.txt [MORE …]
#
# Does nothing, in a few milliseconds, when all are there. Without the rights or the
# network it says which are missing and the command that gets them.
set -eu

fail() {
	printf '%s\n\nCòn thiếu các gói:%s\nXin chạy (với quyền root, có mạng) rồi thử lại:\n\n' "$1" "$missing" >&2
	printf '    apt-get update && apt-get install --no-install-recommends%s\n\n' "$missing" >&2
	exit 1
}

# A package is not wanted when the command that stands for it is there from elsewhere.
wanted=$(cat "$@" | sed 's/#.*//' | while read -r package command; do
	if [ -n "$package" ] && ! { [ -n "$command" ] && command -v "$command" >/dev/null 2>&1; }; then
		echo "$package"
	fi
done)
missing=
# shellcheck disable=SC2086  # one word a package
there=" $(dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' $wanted 2>/dev/null | sed -n 's/^ii *//p' | tr '\n' ' ')"
for package in $wanted; do
	case $there in
	*" $package "*) ;;
	*) missing="$missing $package" ;;
	esac
done
[ -n "$missing" ] || exit 0

command -v apt-get >/dev/null 2>&1 || fail "Máy này không có apt-get (cần Debian 12)."
if [ "$(id -u)" = 0 ]; then
	as_root=env
elif command -v sudo >/dev/null 2>&1; then
	as_root=sudo
else
	fail "Cần quyền root để cài gói, mà máy này không có sudo."
fi

printf 'Cài các gói:%s\n' "$missing"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086
{ $as_root apt-get update && $as_root env DEBIAN_FRONTEND=noninteractive \
	apt-get install --yes --no-install-recommends $missing; } </dev/null >"$log" 2>&1 || {
	tail -n 15 "$log" >&2
	fail "apt-get không cài được."
}
