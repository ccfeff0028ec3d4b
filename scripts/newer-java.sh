# Finds a second JDK, and checks that tests ran on it. Sourced by ./test, not run.
# shellcheck shell=bash

java_folders=(/usr/lib/jvm "${SDKMAN_DIR:-${HOME:-}/.sdkman}/candidates/java")
plain_modules=(testkit hsm-config ejb-token test-tokens web-admin) # modules with tests that need no server

# java_of_version N: prints the home directory of a JDK N; fails when there is none.
java_of_version() {
  local named=JAVA_${1}_HOME folder home
  local homes=("${!named:-}")
  for folder in "${java_folders[@]}"; do
    homes+=("$folder"/*)
  done
  for home in "${homes[@]}"; do
    if [ -x "$home/bin/java" ] && grep -qs "^JAVA_VERSION=\"$1[.\"]" "$home/release"; then
      printf '%s\n' "$home"
      return 0
    fi
  done
  return 1
}

# Removes the reports and HSM tokens of earlier runs, so that no old report counts for this run.
forget_newer_java() {
  local module
  for module in "${plain_modules[@]}"; do
    rm -rf "$module/target/newer-java"
  done
}

# say_what_ran_on N: prints one line with the number of tests, after checking the Java version in each report.
say_what_ran_on() {
  local module reports tests=0
  for module in "${plain_modules[@]}"; do
    reports=$module/target/newer-java/surefire-reports
    compgen -G "$reports/TEST-*.xml" >/dev/null || fail "$module: no test ran on JDK $1"
    if grep -L "name=\"java.specification.version\" value=\"$1\"" "$reports"/TEST-*.xml | grep .; then
      fail "$module: these reports are not of JDK $1"
    fi
    tests=$((tests + $(cat "$reports"/TEST-*.xml | grep -c '<testcase ')))
  done
  say "JDK $1: $tests tests of ${plain_modules[*]} passed."
}
