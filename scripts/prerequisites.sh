# Installs what ./run and ./test need. Sourced by them, not run.
# shellcheck shell=bash

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$(basename "$0"): $*"
  exit 1
}

# is_there WHAT: whether a command exists, or a file when WHAT begins with a slash (shell patterns allowed)
is_there() {
  case $1 in
    /*) compgen -G "$1" >/dev/null ;;
    *) command -v "$1" >/dev/null 2>&1 ;;
  esac
}

# need WHAT PACKAGE ...: installs missing packages with apt if permitted; otherwise prints what to install and fails.
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
  [ "$version" -ge 17 ] || fail "JDK 17 or newer is required; javac is version $version. Point JAVA_HOME and PATH to a newer JDK"
}

# Debian's package brings the fonts that it needs; any other Chromium or Chrome on the PATH works too.
need_chromium() {
  is_there chromium-browser || is_there google-chrome || need chromium chromium
}
