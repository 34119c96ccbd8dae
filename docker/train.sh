#!/usr/bin/env bash
# The training run of the AOT cache: starts Reelay, creates a video and stops. Java writes the cache to the file in the first
# argument. The run needs only the program, with its embedded database and sandbox.
set -euo pipefail
cache=$1
export REELAY_ACCESS_KEYS=sk-training

java -XX:AOTCacheOutput="$cache" -jar quarkus-run.jar &
reelay=$!

# Sends a request and prints the complete response. Uses bash, because the image has no curl.
ask() {
    local line=$1 accept=${2:-*/*} body=${3:-}
    exec 3<> /dev/tcp/127.0.0.1/8080
    printf '%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: sk-training\r\nAccept: %s\r\nConnection: close\r\n' \
        "$line" "$accept" >&3
    printf 'Content-Type: multipart/form-data; boundary=field\r\nContent-Length: %d\r\n\r\n%s' ${#body} "$body" >&3
    cat <&3
    exec 3>&-
}

until ask "GET /q/health/ready" 2> /dev/null | grep -q "^HTTP/1.1 200"; do
    kill -0 "$reelay"
    sleep 0.5
done

form=
for field in "model=sora-2" "size=1280x720" "seconds=10" "prompt=A lighthouse at dusk"; do
    printf -v part -- '--field\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' "${field%%=*}" "${field#*=}"
    form+=$part
done
events=$(ask "POST /v1/videos" text/event-stream "$form--field--")
grep -q "^event: completed" <<< "$events"
video=$(grep -o -m 1 "video_[0-9a-f]*" <<< "$events" | head -n 1)
for path in "/v1/videos/$video" "/v1/videos/$video/content" /v1/videos /q/metrics /about /; do
    ask "GET $path" > /dev/null
done

kill "$reelay"
wait "$reelay" || test $? = 143
test -s "$cache"
