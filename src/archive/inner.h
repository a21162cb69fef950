/* inner.h: what the files of this room share; private to it. */
#ifndef ARCHIVE_INNER_H
#define ARCHIVE_INNER_H

#include "archive/package.h"

struct archive_entry {
	struct str name;
	unsigned char sha[ARCHIVE_SHA_BYTES];
	bool whole;
};

struct archive_manifest_key {
	uint32_t id;
	unsigned char bytes[KEYS_PUBLIC_BYTES];
};

/* MANIFEST, as far as the check needs it. */
struct archive_manifest {
	struct str year, office, made, by, sums;
	int64_t from, to; /* links of the journal; from 0: none */
	unsigned char before[JOURNAL_HASH_BYTES];
	struct archive_manifest_key keys[KEYS_MAX];
	int key_count;
};

struct archive_check {
	const struct archive_ask *ask;
	struct arena *mem;
	struct archive_report *report;
	struct archive_entry *entries;
	size_t count, room;
	struct buf sums, manifest_text, signature, heads;
	struct archive_manifest manifest;
	bool told[KEYS_MAX]; /* of its keys: that it is none of those known */
};

void archive_found(struct archive_check *c, enum archive_fault fault, struct str name, int64_t seq,
                   const char *say, ...) PRINTF_LIKE(5, 6);

/* manifest.c: false when it is none. Texts are borrowed. */
bool archive_manifest_read(struct str text, struct archive_manifest *out) MUST_CHECK;
const struct archive_manifest_key *archive_manifest_key_of(const struct archive_manifest *m,
                                                           uint32_t id);
void archive_manifest_check(struct archive_check *c);
void archive_key_used(struct archive_check *c, const struct archive_manifest_key *k);

/* sums.c: SHA256SUMS against what is there, both ways. */
void archive_sums_check(struct archive_check *c);

/* chain.c: the journal. */
enum rc archive_chain_check(struct archive_check *c, struct err *e) MUST_CHECK;

#endif
