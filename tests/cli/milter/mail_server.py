"""A fake mail server, for the tests: hands a message to a milter as Postfix does and prints the answer.
tests/desktop/mail has a real one.

usage: mail_server.py PORT MESSAGE      prints the answers that change or end it; exit status 0: taken, 1: refused,
                                        3: put off, 4: the milter broke off
"""
import socket
import struct
import sys

NO_ANSWER_TO = b"D"
ANSWERS = {b"c": 0, b"a": 0, b"r": 1, b"t": 3}


def main():
    connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 60)
    stream = connection.makefile("rwb")

    def tell(command, data=b""):
        stream.write(struct.pack(">I", len(data) + 1) + command + data)
        stream.flush()
        return None if command in NO_ANSWER_TO else hear()

    def hear():
        head = stream.read(4)
        if len(head) < 4:
            sys.exit(4)
        data = stream.read(struct.unpack(">I", head)[0])
        return data[:1], data[1:]

    def end(command, data):
        if command == b"y":
            print(data.rstrip(b"\0").decode())
            sys.exit(1 if data[:1] == b"5" else 3)
        sys.exit(ANSWERS[command])

    def go_on(command, data=b""):
        answer = tell(command, data)
        if answer[0] != b"c":
            end(*answer)

    head, _, body = open(sys.argv[2], "rb").read().partition(b"\n\n")
    body = body.replace(b"\n", b"\r\n")
    # Version 6; what may be changed: headers, bodies, recipients; no step is left out.
    tell(b"O", struct.pack(">III", 6, 0x1F, 0))
    go_on(b"C", b"localhost\0" + b"4" + struct.pack(">H", 25) + b"127.0.0.1\0")
    go_on(b"M", b"<teacher@example.org>\0")
    go_on(b"R", b"<families@example.org>\0")
    for line in head.split(b"\n"):
        name, _, value = line.partition(b": ")
        go_on(b"L", name + b"\0" + value + b"\0")
    go_on(b"N")
    for at in range(0, len(body), 65535):
        go_on(b"B", body[at : at + 65535])
    answer = tell(b"E")
    while answer[0] == b"m":
        index, name, value = answer[1][:4], *answer[1][4:].split(b"\0")[:2]
        print("header", struct.unpack(">I", index)[0], name.decode(), "is taken off" if not value else "is changed")
        answer = hear()
    end(*answer)


main()
