/*
 * cite.h: finding the documents that a text cites, clean or badly recognised.
 *
 * The grammar is that of NĐ 30/2020/NĐ-CP and of usage:
 *
 *     ref   := [place] [type] ["số" [":"]] sign [date] ["của" issuer] ["về" title]
 *     sign  := num "/" year "/" TYPE "-" ORG …   152/2025/NĐ-CP, 01/2016/TTLT-TANDTC-VKSNDTC-BTP
 *            | num "/" year "/" ("QH" | "UBTVQH") term             06/2022/QH15
 *            | num "/" TYPE "-" ORG …            48/NQ-HĐND, 1656/NQ-UBTVQH15
 *            | num "-" TYPE "/" ORG              41-CT/TW (the Party)
 *            | num "/" ORG "-" UNIT …            424/UBND-VX (công văn)
 *     named := "Luật" name ["năm" year]          Luật Thi đua, khen thưởng năm 2022
 *            | "Nghị quyết" congress             Nghị quyết Đại hội Đảng bộ tỉnh Lào Cai lần thứ I
 *
 * Signs and dates are the anchors: they come through bad recognition nearly whole. Codes get their
 * right form back from the lists of codes.h. What a text does not show is NULL, never guessed.
 */
#ifndef VIET_CITE_H
#define VIET_CITE_H

#include "base/date.h"
#include "viet/shadow.h"

struct cite {
	size_t from, to;  /* in the shadow; `to` after issuer or date, before the title */
	struct str text;  /* as it stands there, in one line */
	struct str place; /* "khoản 2 Điều 5", or NULL */
	struct str type;  /* "Nghị quyết", by its word or by its code */
	struct str sign;  /* "48/NQ-HĐND" with right codes, or NULL */
	struct date date; /* DATE_NONE when it is not there */
	struct str issuer, title;
	int year;          /* of the sign, the date or "năm 2022"; 0 */
	bool repaired;     /* sign or issuer is not as it stands in the text */
	bool no_such_date; /* a date stands there that does not exist */
};

/* All of them in the order of the text. */
void cite_find(struct arena *a, const struct viet_shadow *s, struct cite **out, size_t *n);

/*
 * The documents among them: what is cited several times comes once, with the facts of all places.
 * times[i] is how often document i is cited.
 */
void cite_documents(struct arena *a, const struct cite *all, size_t n, struct cite **out,
                    size_t **times, size_t *count);

/* A sign as a key: "48/NQ-HĐND" and "48/nq-hdnd " give the same. */
struct str cite_key(struct arena *a, struct str sign);

/* --- parts, for headers of documents ---------------------------------------------------------- */

/* What is left after a sign's number: "KH-VP", "NQ-HĐND", with right codes. */
struct cite_sign {
	struct str number, notation, sign; /* "48", "NQ-HĐND", "48/NQ-HĐND" */
	const char *type;                  /* by its code, or NULL */
	int year;
	bool repaired;
	size_t to;
};
/* A sign at position i (of its first digit); false when there is none. */
bool cite_sign_at(struct arena *a, const struct viet_shadow *s, size_t i, struct cite_sign *out);

/* The codes "KH-VP" alone at position i, as they follow a number's '/'. */
bool cite_codes_at(struct arena *a, const struct viet_shadow *s, size_t i, struct str *out,
                   bool *mended, size_t *end);

/*
 * "ngày 27 tháng 01 năm 2026", "ngày 18/01/2026" at position i, words garbled or not. `exists` is
 * false for 31/02/2026.
 */
bool cite_date_at(const struct viet_shadow *s, size_t i, struct date *out, bool *exists,
                  size_t *end);

/* A body at position i with the place that follows it: "Ủy ban nhân dân tỉnh Lào Cai". */
bool cite_body_at(struct arena *a, const struct viet_shadow *s, size_t i, struct str *out,
                  bool *mended, size_t *end);

#endif
