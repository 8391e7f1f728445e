# A server of one's own on loopback, for programs that put load on it; sourced by them.
# They set `root`, `generator`, `port` and `work`, and call `clean_up` when they end.
# shellcheck shell=bash

cache=${HEADSCALE_TEST_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/headscale-interop}
server=

fail() {
    printf '%s: %s\n' "${0##*/}" "$@" >&2
    exit 1
}

# Ends the server, if it runs, by the id it was started with.
stop_server() {
    if [[ -n $server ]] && kill -TERM "$server" 2>/dev/null; then
        wait "$server" || true
    fi
    server=
}

clean_up() {
    stop_server
    rm -rf "$work"
}

# The generator, built once for these sources; its path in `program`.
build_generator() {
    command -v go >/dev/null || fail "found no go, which builds the load generator"
    program=$cache/tailload-$(cat "$generator"/*.go "$generator"/go.sum | sha256sum | cut -c1-16)
    build_from_generator "$program" build
}

# The generator's stub of a server, which is one of its tests, built once; its path in `stub`. After build_generator.
build_stub() {
    stub=$program-stub
    build_from_generator "$stub" test -c
}

# Builds $1 by the go command that follows, unless it is there.
build_from_generator() {
    local result=$1
    shift
    [[ ! -x $result ]] || return 0
    mkdir -p "$cache"
    rm -rf "$work/generator"
    cp -r "$generator" "$work/generator"
    chmod -R u+w "$work/generator"
    (cd "$work/generator" && GOFLAGS=-mod=readonly CGO_ENABLED=0 go "$@" -trimpath -o "$result.part" .)
    mv "$result.part" "$result"
}

# Embedded defaults but for two relay regions, which the generator's clients name.
write_config() {
    cat >"$work/config.yaml" <<YAML
server_url: http://127.0.0.1:$port
listen_addr: 127.0.0.1:$port
private_key_path: private.key
unix_socket: $work/hs.sock
derp_map_path: derp.yaml
db_type: sqlite3
db_path: db.sqlite
log:
  level: warn
YAML
    cat >"$work/derp.yaml" <<YAML
regions:
  901: {regionid: 901, regioncode: one, regionname: One, nodes: [{name: 901a, regionid: 901, hostname: one.example, ipv4: 127.0.0.1}]}
  902: {regionid: 902, regioncode: two, regionname: Two, nodes: [{name: 902a, regionid: 902, hostname: two.example, ipv4: 127.0.0.1}]}
YAML
}

headscale() { "$root/headscale" -c "$work/config.yaml" "$@"; }

start_server() {
    headscale version >/dev/null # builds what is missing
    "$root/headscale" -c "$work/config.yaml" serve >>"$work/server.log" 2>&1 & # not by the function, whose process would be a shell
    server=$!
    for _ in $(seq 1200); do
        curl -sf "http://127.0.0.1:$port/health" >/dev/null && return
        kill -0 "$server" 2>/dev/null || fail "the server ended:" "$(tail -n 20 "$work/server.log")"
        sleep 0.05
    done
    fail "the server did not answer within a minute:" "$(tail -n 20 "$work/server.log")"
}

# Asks the server's REST API over its socket: ask METHOD PATH [BODY].
ask() {
    curl -sS --fail-with-body --unix-socket "$work/hs.sock" -X "$1" -H 'content-type: application/json' \
        "http://headscale/api/v1/$2" ${3:+--data-binary "$3"}
}

# Makes users with a reusable key each: make_users COUNT; the keys in $work/keys.
make_users() {
    local name id expiry
    expiry=$(date -u -d '+1 day' +%FT%TZ)
    rm -f "$work/keys"
    for name in $(seq -f 'u%04g' "$1"); do
        id=$(ask POST user "{\"name\":\"$name\"}" | sed -n 's/.*"id": *"\([0-9]*\)".*/\1/p')
        printf '%s\n' "$(ask POST preauthkey "{\"user\":\"$id\",\"reusable\":true,\"expiration\":\"$expiry\"}" |
            sed -n 's/.*"key": *"\([^"]*\)".*/\1/p')" >>"$work/keys"
    done
}

# A program that puts a policy in force that lets everybody reach everything; with $TAILLOAD_PORT it has one rule more, for that port.
write_open_policy() {
    set_policy_by 'accept() { printf "{\"action\":\"accept\",\"src\":[\"*\"],\"dst\":[\"*:%s\"]}" "$1"; }
printf "{\"acls\":[%s]}" "$(accept "*")${TAILLOAD_PORT:+,$(accept "$TAILLOAD_PORT")}"'
}

# The same with a policy of so many rules: write_policy USERS RULES.
write_policy() {
    set_policy_by "\"$program\" genpolicy --users $1 --groups $1 --rules $2 \${TAILLOAD_PORT:+--port \"\$TAILLOAD_PORT\"}"
}

# Has a program put in force what commands print, and runs it once.
set_policy_by() {
    cat >"$work/set-policy" <<SH
#!/usr/bin/env bash
set -euo pipefail
{
$1
} | sed 's/\\\\/&&/g; s/"/\\\\"/g' | tr -d '\\n' | sed 's/^/{"policy":"/; s/\$/"}/' >"$work/policy.json"
curl -sS --fail-with-body --unix-socket "$work/hs.sock" -X PUT -H 'content-type: application/json' \\
    --data-binary @"$work/policy.json" http://headscale/api/v1/policy >/dev/null
SH
    chmod +x "$work/set-policy"
    "$work/set-policy"
}
