/*
 * legacy.h: text in the encodings from before Unicode, in and out.
 *
 * Old lists, and the fonts of certificate blanks (.VnTime, VNI-Times), use one byte a
 * letter (TCVN3) or a letter and a byte for its marks (VNI). Office files carry such bytes
 * as characters of Windows-1252: viet_bytes_of() gives the bytes back. Where the font is
 * known (.Vn*, VNI-*), decode by it; guess only without.
 *
 * Pure, any thread; results live in the arena. Tables of TCVN3 after TCVN 5712:1993 (VN3),
 * of VNI after the published layout of VNI-Windows.
 */
#ifndef VIET_LEGACY_H
#define VIET_LEGACY_H

#include "base/arena.h"

enum viet_encoding {
	VIET_UNKNOWN,
	VIET_ASCII,
	VIET_UTF8,
	VIET_UTF16LE,
	VIET_UTF16BE,
	VIET_TCVN3,
	VIET_VNI,
	VIET_CP1258,
	VIET_VISCII
};

/*
 * What a font's name says about text set in it: .VnTime, .VnTimeH (*capitals is true), VNI-Times.
 * VIET_UNKNOWN for every other font, whose text is taken as Unicode.
 */
enum viet_encoding viet_font_encoding(struct str font, bool *capitals);

/* "UTF-8", "TCVN3 (ABC)", ... for people. */
const char *viet_encoding_name(enum viet_encoding enc);

/*
 * The encoding of bytes that came without a name. A byte order mark decides. Else the
 * candidates are decoded and the share of words with marks that are Vietnamese syllables
 * (syllable.h) is compared; the best must reach 60 % and lead by 15 points, or the answer
 * is VIET_UNKNOWN and a person must choose. Looks at the first 64 KiB.
 */
struct viet_guess {
	enum viet_encoding encoding;
	int share_percent; /* of the best candidate */
	int lead_percent;  /* over the next one */
};
struct viet_guess viet_guess_encoding(struct arena *a, struct str bytes);

/*
 * UTF-8 that was taken for Windows-1252 and made UTF-8 once more ("Káº¿ hoáº¡ch"): true with
 * what it was. Vietnamese text never looks so: its letters with two marks are in no such table.
 */
bool viet_encoded_twice(struct arena *a, struct str text, struct str *out);

/*
 * To UTF-8, without the byte order mark. RC_INVALID when bytes have no meaning in `enc`.
 * The result may still hold control characters: viet_nfc() follows.
 */
enum rc viet_decode(struct arena *a, struct str bytes, enum viet_encoding enc, struct str *out,
                    struct err *e) MUST_CHECK;

/*
 * TCVN3 has capitals with circumflex, horn or breve, but none with a tone: fonts whose
 * name ends in H (.VnTimeH) draw capitals for the bytes of small letters. `capitals` says
 * that the font was one of those.
 */
enum rc viet_from_tcvn3(struct arena *a, struct str bytes, bool capitals, struct str *out,
                        struct err *e) MUST_CHECK;

/*
 * The way back, for blanks printed with old script fonts. RC_INVALID names the first
 * character that the encoding lacks: a capital with a tone when not `capitals` (use a font
 * ending in H), any capital-or-small mixture is fine.
 */
enum rc viet_to_tcvn3(struct arena *a, struct str s, bool capitals, struct str *out,
                      struct err *e) MUST_CHECK;

/* Bytes without a meaning in VNI stay as Windows-1252 has them. */
enum rc viet_from_vni(struct arena *a, struct str bytes, struct str *out, struct err *e) MUST_CHECK;

/* UTF-8 text that is really bytes read as Windows-1252; false when it holds anything else. */
bool viet_bytes_of(struct arena *a, struct str s, struct str *bytes) MUST_CHECK;

#endif
