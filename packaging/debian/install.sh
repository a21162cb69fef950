#!/bin/sh
# Installs thidua and what it needs from this folder, without a network. As root.
set -eu
cd "$(dirname "$0")"
[ "$(id -u)" = 0 ] || { echo "install.sh: xin chạy bằng root." >&2; exit 1; }

# What the machine has in this version or a newer one stays as it is.
set --
for package in *.deb; do
	name=$(dpkg-deb -f "$package" Package) version=$(dpkg-deb -f "$package" Version)
	has=$(dpkg-query -W -f '${db:Status-Abbrev} ${Version}' "$name" 2>/dev/null) || has=
	case $has in
	'ii '*) [ "$name" != thidua ] && dpkg --compare-versions "${has#ii  }" ge "$version" && continue ;;
	esac
	set -- "$@" "./$package"
done
lists=$(mktemp -d)
trap 'rm -rf "$lists"' EXIT
export DEBIAN_FRONTEND=noninteractive
# Nothing but these files counts, whatever lists of packages the machine has.
apt-get -y -q --no-install-recommends -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts=/dev/null \
	-o Dir::State::Lists="$lists" -o Dpkg::Use-Pty=0 -o APT::Sandbox::User=root install "$@"
