#!/usr/bin/env python3
"""Pictures and documents for tests/cli/attach/run: harmless ones, telling ones, and ones that were made to do harm.

usage: make.py FOLDER
"""
import os, struct, sys, zipfile, zlib

os.chdir(sys.argv[1])


def write(path, data):
    with open(path, "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())


# ---- letters, five dots wide and seven high, made large and soft: as a marker on a whiteboard
FONT = {
    "A": "01110 10001 10001 11111 10001 10001 10001", "C": "01110 10001 10000 10000 10000 10001 01110",
    "D": "11110 10001 10001 10001 10001 10001 11110", "E": "11111 10000 10000 11110 10000 10000 11111",
    "H": "10001 10001 10001 11111 10001 10001 10001", "L": "10000 10000 10000 10000 10000 10000 11111",
    "M": "10001 11011 10101 10101 10001 10001 10001", "N": "10001 11001 10101 10011 10001 10001 10001",
    "O": "01110 10001 10001 10001 10001 10001 01110", "R": "11110 10001 10001 11110 10100 10010 10001",
    "T": "11111 00100 00100 00100 00100 00100 00100", "Y": "10001 10001 01010 00100 00100 00100 00100",
    "Z": "11111 00001 00010 00100 01000 10000 11111", "0": "01110 10001 10001 10001 10001 10001 01110",
    "1": "00100 01100 00100 00100 00100 00100 01110", "2": "01110 10001 00001 00110 01000 10000 11111",
    "4": "00010 00110 01010 10010 11111 00010 00010", "5": "11111 10000 11110 00001 00001 10001 01110",
    "-": "00000 00000 00000 11111 00000 00000 00000", " ": "00000 00000 00000 00000 00000 00000 00000",
}
DOT, MARGIN = 8, 60


def written(lines):
    """Rows of grey bytes: each point is as dark as its distance to the strokes between neighbouring dots."""
    width = MARGIN * 2 + max(len(l) for l in lines) * 6 * DOT
    height = MARGIN * 2 + len(lines) * 11 * DOT
    rows = [bytearray(b"\xff" * width) for _ in range(height)]

    def stroke(x0, y0, x1, y1, half=DOT * 0.62):
        for y in range(int(min(y0, y1) - half) - 1, int(max(y0, y1) + half) + 2):
            for x in range(int(min(x0, x1) - half) - 1, int(max(x0, x1) + half) + 2):
                dx, dy = x1 - x0, y1 - y0
                t = max(0, min(1, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy or 1)))
                far = ((x - x0 - t * dx) ** 2 + (y - y0 - t * dy) ** 2) ** 0.5
                rows[y][x] = min(rows[y][x], max(0, min(255, int(128 + (far - half) * 128))))

    for n, line in enumerate(lines):
        for k, letter in enumerate(line):
            dots = [[c == "1" for c in row] for row in FONT[letter].split()]
            at = lambda i, j: (MARGIN + (k * 6 + j) * DOT, MARGIN + (n * 11 + i) * DOT)
            on = lambda i, j: 0 <= i < 7 and 0 <= j < 5 and dots[i][j]
            for i in range(7):
                for j in range(5):
                    if not on(i, j):
                        continue
                    stroke(*at(i, j), *at(i, j))
                    for di, dj in ((0, 1), (1, 0), (1, 1), (1, -1)):
                        corner = di and dj and (on(i + di, j) or on(i, j + dj))
                        if on(i + di, j + dj) and not corner:
                            stroke(*at(i, j), *at(i + di, j + dj))
    return width, height, rows


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, rows, *more):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"".join(b"\0" + bytes(r) for r in rows)))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + body + chunk(b"IEND", b"")


EMPTY = (40, 40, [bytearray(b"\xc0" * 40)] * 40)
write("board.png", png(*written(["CALL ME AT", "202-555-0142"])))
write("empty.png", png(*EMPTY))


# ---- EXIF: a TIFF block with a main directory, one of the camera, one of the place
def exif(main=(), camera=(), place=()):
    """Entries: (tag, type, bytes); types: 2 text, 3 short, 5 rational, 7 anything."""
    sizes = {2: 1, 3: 2, 4: 4, 5: 8, 7: 1}
    main = list(main)
    out, extra = b"", b""
    parts = [(None, main)] + [(tag, list(e)) for tag, e in ((0x8769, camera), (0x8825, place)) if e]
    at = 8 + 2 + 12 * (len(main) + len(parts) - 1) + 4
    for tag, entries in parts[1:]:
        main.append((tag, 4, struct.pack("<I", at)))
        at += 2 + 12 * len(entries) + 4
    for _, entries in parts:
        out += struct.pack("<H", len(entries))
        for tag, kind, value in sorted(entries):
            out += struct.pack("<HHI", tag, kind, len(value) // sizes[kind])
            out += value.ljust(4, b"\0") if len(value) <= 4 else struct.pack("<I", at + len(extra))
            extra += value if len(value) > 4 else b""
        out += b"\0\0\0\0"
    return b"II*\0\x08\0\0\0" + out + extra


def rational(*numbers):
    return b"".join(struct.pack("<II", int(n * 1000), 1000) for n in numbers)


PLACE = [(1, 2, b"N\0"), (2, 5, rational(41, 52, 41.2)), (3, 2, b"W\0"), (4, 5, rational(87, 37, 47.3))]
NOWHERE = [(1, 2, b"N\0"), (2, 5, rational(0, 0, 0)), (3, 2, b"W\0"), (4, 5, rational(0, 0, 0))]
TIME = [(0x9003, 2, b"2026:09:14 10:22:05\0")]

# A grey square of 8 points as the smallest JPEG (ITU T.81).
TABLE = b"\x00\x01" + bytes(15) + b"\x00"
JPEG = (b"\xff\xdb\x00\x43\x00" + b"\x01" * 64 + b"\xff\xc0\x00\x0b\x08\x00\x08\x00\x08\x01\x01\x11\x00"
        + b"\xff\xc4\x00\x14\x00" + b"\x01" + bytes(15) + b"\x00" + b"\xff\xc4\x00\x14\x10" + b"\x01" + bytes(15) + b"\x00"
        + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x3f" + b"\xff\xd9")


def segment(mark, data):
    return bytes([0xFF, mark]) + struct.pack(">H", len(data) + 2) + data


def jpeg(*segments):
    return b"\xff\xd8" + b"".join(segments) + JPEG


def app1(block):
    return segment(0xE1, b"Exif\0\0" + block)


def xmp(properties):
    return ('<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            f'<rdf:Description {properties}</rdf:Description></rdf:RDF></x:xmpmeta>').encode()


def app1_xmp(properties):
    return segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp(properties))


def captions(*sets):
    data = b"".join(b"\x1c\x02" + bytes([n]) + struct.pack(">H", len(t)) + t.encode() for n, t in sets)
    return segment(0xED, b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(data)) + data)


write("plain.jpg", jpeg())
write("place.jpg", jpeg(app1(exif(camera=TIME, place=PLACE))))
write("nowhere.jpg", jpeg(app1(exif(place=NOWHERE))))
write("second.jpg", jpeg(app1(exif(camera=TIME)), app1(exif(place=PLACE))))
write("owner.jpg", jpeg(app1(exif(main=[(0x013B, 2, b"Maya Hernandez\0"), (0x9C9C, 7, "Call 555-0142".encode("utf-16le") + b"\0\0")],
                                  camera=[(0xA431, 2, b"SN 4242\0")]))))
write("comment.jpg", jpeg(app1(exif(camera=[(0x9286, 7, b"UNICODE\0" + "Call 555-0142".encode("utf-16le"))]))))
write("marked.jpg", jpeg(segment(0xFE, b"Call 555-0142")))
write("press.jpg", jpeg(captions((92, "Riverbend School"), (120, "Call 555-0142"))))
write("xmp.jpg", jpeg(app1_xmp('exif:GPSLatitude="41,52.7N" exif:GPSLongitude="87,37.8W"><dc:description><rdf:Alt>'
                               '<rdf:li xml:lang="x-default">Call 555-0142</rdf:li></rdf:Alt></dc:description>')))
write("place.png", png(*EMPTY, chunk(b"eXIf", exif(place=PLACE)), chunk(b"tEXt", b"Comment\0Call 555-0142")))
write("packed.png", png(*EMPTY, chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"Call 555-0142"))))
width, height, rows = written(["CALL ME AT", "202-555-0142"])
lying = [bytearray(rows[y][x] for y in range(height - 1, -1, -1)) for x in range(width)]  # turned right; 8: turn it left
write("lying.png", png(height, width, lying, chunk(b"eXIf", exif(main=[(0x0112, 3, b"\x08\0")]))))
write("rows.png", png(*written(["MAYA      52", "OMAR      41"])))
write("place.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0\0\0\x06Exif\0\0" + exif(place=PLACE))
write("renamed.txt", jpeg(app1(exif(place=PLACE))))

# ---- texts
write("letter.txt", "Dear families,\ncall me at 555-0142.\n")
write("windows.txt", "Caf\xe9 \u201cLune\u201d: call 555-0142\n".encode("cp1252"))
write("wide.txt", b"\xff\xfe" + "Call 555-0142\n".encode("utf-16le"))
write("page.html", "<p>Hello</p><!-- call 555-0142 -->")
write("grades.csv", "name,grade\nMaya Hernandez,71%\n")
write("good.txt", "We read about the water cycle.\n")


# ---- PDF (ISO 32000)
def pdf(words="", head="", catalog="", page="", objects=()):
    stream = f"BT /F1 24 Tf 72 700 Td ({words}) Tj ET"
    all = ["<< /Type /Catalog /Pages 2 0 R %s >>" % catalog, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
           "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R %s /Resources << /Font << /F1 5 0 R >> >> >>" % page,
           "<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
           "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", "<< %s >>" % head, *objects]
    out, at = "%PDF-1.4\n", []
    for n, body in enumerate(all, 1):
        at.append(len(out))
        out += "%d 0 obj\n%s\nendobj\n" % (n, body)
    start = len(out)
    out += "xref\n0 %d\n0000000000 65535 f \n" % (len(all) + 1) + "".join("%010d 00000 n \n" % n for n in at)
    return out + "trailer << /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(all) + 1, start)


write("letter.pdf", pdf("Call me at 555-0142"))
write("author.pdf", pdf("The water cycle", "/Author (Maya Hernandez)"))
write("noted.pdf", pdf("The water cycle", page="/Annots [7 0 R]",
                       objects=["<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] /Contents (call 555-0142) >>"]))
width, height, rows = written(["CALL ME AT", "202-555-0142"])
dots = zlib.compress(b"".join(rows)).hex()
write("scan.pdf", pdf(") Tj ET q 500 0 0 210 50 500 cm /I0 Do Q BT (", page="/Rotate 0",
                      objects=["<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 "
                               "/Filter [/ASCIIHexDecode /FlateDecode] /Length %d >>\nstream\n%s>\nendstream"
                               % (width, height, len(dots) + 1, dots)]).replace("/Font <<", "/XObject << /I0 7 0 R >> /Font <<", 1))
write("half.pdf", pdf("Call me at 555-0142")[:200])
write("locked.pdf", pdf("Call me").replace("/Root 1 0 R", "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> "
                        "/ID [<00> <00>] /Root 1 0 R" % ("11" * 32, "22" * 32)))
write("carrier.pdf", pdf("The water cycle", catalog="/Names << /EmbeddedFiles << /Names [(a.txt) 7 0 R] >> >>",
                         objects=["<< /Type /Filespec /F (a.txt) /EF << /F 8 0 R >> >>",
                                  "<< /Type /EmbeddedFile /Length 5 >>\nstream\nhello\nendstream"]))


# ---- office documents
def office(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in members.items():
            z.writestr(name, data)


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BODY = f"<w:document {W}><w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p>%s</w:body></w:document>"
office("letter.docx", {"word/document.xml": BODY % ("Call me at 555-</w:t></w:r><w:r><w:t>0142", "")})
office("author.docx", {"word/document.xml": BODY % ("The water cycle", ""), "docProps/core.xml":
       '<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:creator>Maya Hernandez</dc:creator></cp:coreProperties>'})
office("changed.docx", {"word/document.xml": BODY % ("The water cycle", '<w:p><w:del><w:r><w:delText>call 555-0142</w:delText></w:r></w:del></w:p>')})
office("picture.docx", {"word/document.xml": BODY % ("The water cycle", ""), "word/media/image1.jpg": jpeg(app1(exif(place=PLACE)))})
office("slides.pptx", {"ppt/slides/slide1.xml": '<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>Call 555-0142</a:t></a:r></a:p></p:sld>'})
office("letter.odt", {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml":
       '<office:document-content xmlns:office="o" xmlns:text="t"><office:body><office:text><text:p>Call <text:span>555-0142</text:span></text:p>'
       '</office:text></office:body></office:document-content>'})
office("table.xlsx", {"xl/workbook.xml": "<workbook/>"})
office("bomb.docx", {"word/document.xml": b"<w:document>" + bytes(300 << 20)})
office("laughs.docx", {"word/document.xml": '<!DOCTYPE a [<!ENTITY x0 "ha">' + "".join(
       f'<!ENTITY x{n} "{"&x%d;" % (n - 1) * 10}">' for n in range(1, 12)) + ']><a><t>&x11;</t></a>'})
write("half.docx", open("letter.docx", "rb").read()[:120])

# ---- made to do harm, or none of the kinds
huge = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 60000, 60000, 8, 6, 0, 0, 0))
write("huge.png", huge + chunk(b"IDAT", zlib.compress(bytes(1 << 20))) + chunk(b"IEND", b""))
write("half.png", png(*written(["CALL ME AT"]))[:400])
write("half.jpg", jpeg(app1(exif(camera=TIME, place=PLACE)))[:80])
write("bomb.png", png(*EMPTY, chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(50 << 20)))))
write("loop.jpg", jpeg(app1(b"II*\0\x08\0\0\0" + struct.pack("<H", 1) + struct.pack("<HHII", 0x8769, 4, 1, 8) + struct.pack("<I", 8))))
write("noise.bin", bytes(range(256)) * 64)
write("movie.mp4", b"\0\0\0\x18ftypisom\0\0\0\0isomiso2" + bytes(64))
write("nothing.jpg", b"")
write("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
with open("large.jpg", "wb") as f:
    f.write(jpeg())
    f.truncate((64 << 20) + 1)

# ---- a folder for --media-dir
os.makedirs("media/trip", exist_ok=True)
write("media/trip/place.jpg", jpeg(app1(exif(place=PLACE))))
write("media/board.png", png(*written(["CALL ME AT", "202-555-0142"])))
write("outside.txt", "Call 555-0142\n")
os.symlink("../outside.txt", "media/out.txt")
os.symlink(os.path.abspath("outside.txt"), "media/absolute.txt")
os.symlink("trip/place.jpg", "media/within.jpg")
os.symlink("/proc/self/fd", "media/fd")
os.mkfifo("media/pipe.txt")
