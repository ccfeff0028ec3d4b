# What the two commands of the README need on a bare machine. Sourced by them, not run.
# shellcheck shell=bash

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$(basename "$0"): $*"
  exit 1
}

# is_there WHAT: a command, or a file when it begins with a slash (the shell's patterns allowed)
is_there() {
  case $1 in
    /*) compgen -G "$1" >/dev/null ;;
    *) command -v "$1" >/dev/null 2>&1 ;;
  esac
}

# need WHAT PACKAGE ...: installs by apt what is missing, where it may; else says in one line what to install.
need() {
  local missing=()
  while [ $# -gt 0 ]; do
    is_there "$1" || missing+=("$2")
    shift 2
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    { command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; } \
      || fail "please install: ${missing[*]} (Debian: sudo apt-get install ${missing[*]})"
    as_root=(sudo)
  fi
  command -v apt-get >/dev/null 2>&1 || fail "please install: ${missing[*]}"
  say "Installing ${missing[*]} ..."
  local log
  log=$(mktemp)
  if ! { "${as_root[@]}" apt-get update \
    && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    fail "apt-get could not install ${missing[*]}; see $log"
  fi
  rm -f "$log"
}

need_java() {
  need javac openjdk-17-jdk-headless mvn maven
  local version
  version=$(javac -version 2>&1 | sed -E 's/[^0-9]*([0-9]+).*/\1/')
  [ "$version" -ge 17 ] || fail "JDK 17 or newer is needed; javac here is $version. Point JAVA_HOME and PATH to a newer one"
}

# Debian's own brings the fonts that it needs; what else is there under one of these names is as good.
need_chromium() {
  is_there chromium-browser || is_there google-chrome || need chromium chromium
}
