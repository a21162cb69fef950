/* pack.c: facts to planes: one subject from its record, or all of them from columns. */
#include "law/program.h"

static bool post(const struct digest *d, const struct digest_side *s, const struct law_input *in,
                 bool hi)
{
	int months = 0;
	for (int i = 0; i < LAW_POSTS_MAX; i++)
		months += in->mask & (1u << i) ? s->months[i] : 0;
	bool reduced = d->sex == LAW_FEMALE || (hi && d->sex == LAW_SEX_UNKNOWN);
	return months >= (reduced ? in->need_women : in->need);
}

/* Eight bytes of 0 or 1 to eight bits: the product moves each to its place in the top byte. */
static uint64_t gather(const uint8_t *ones)
{
	uint64_t out = 0;
	for (int k = 0; k < 8; k++) {
		uint64_t eight;
		memcpy(&eight, ones + k * 8, 8);
		out |= (eight * 0x0102040810204080ull >> 56) << (k * 8);
	}
	return out;
}

/* Bit i: does the input hold for subject i on this side? Bytes first: they are made and gathered
 * without a chain from one subject to the next. */
#define EACH(test)                                                                                 \
	do {                                                                                           \
		uint8_t ones[64];                                                                          \
		memset(ones, 0, sizeof ones);                                                              \
		for (int i = 0; i < n; i++) {                                                              \
			const struct digest *k = &d[i];                                                        \
			const struct digest_side *s = hi ? &k->hi : &k->lo;                                    \
			(void)s;                                                                               \
			ones[i] = (bool)(test);                                                                \
		}                                                                                          \
		return gather(ones);                                                                       \
	} while (0)

static inline __attribute__((always_inline)) uint64_t holds(const struct digest *d, int n,
                                                            const struct law_input *in, bool hi)
{
	const int o = in->offset, award = in->award, level = in->level;
	switch (in->kind) {
	case LAW_IN_RATING: EACH(s->rating[o] >= level);
	case LAW_IN_HELD: EACH(s->held[o] >> award & 1);
	case LAW_IN_BEFORE: EACH(s->before[o] >> award & 1);
	case LAW_IN_NEVER: EACH(!((hi ? k->lo.ever : k->hi.ever) >> award & 1));
	case LAW_IN_NOT_HELD: EACH(!((hi ? k->lo : k->hi).given[o] >> award & 1));
	case LAW_IN_GIVEN: EACH(s->given[o] >> award & 1);
	case LAW_IN_WORKS: EACH(s->works[in->study][in->for_form][in->scope][o] >= level);
	case LAW_IN_DEED: EACH(s->deeds[in->scope] & in->mask);
	case LAW_IN_TOLD: EACH(s->told & in->mask);
	case LAW_IN_CADRE: EACH(k->cadre == LAW_CADRE_UNKNOWN ? hi : in->mask >> k->cadre & 1);
	case LAW_IN_POST: EACH(post(k, s, in, hi));
	case LAW_IN_ATTEST: EACH(s->attest >> award & 1);
	case LAW_IN_NUMBER: break;
	}
	EACH(number_holds((enum node_kind)in->condition, k->number[in->a], k->number[in->b],
	                  in->threshold, hi));
}

/* The two sides apart, so that each loop is made for its own. */
static uint64_t certain(const struct digest *d, int n, const struct law_input *in)
{
	return holds(d, n, in, false);
}

static uint64_t possible(const struct digest *d, int n, const struct law_input *in)
{
	return holds(d, n, in, true);
}

static void set_bit(uint64_t *plane, size_t i, uint64_t on)
{
	uint64_t bit = 1ull << (i % 64);
	plane[i / 64] = (plane[i / 64] & ~bit) | (on ? bit : 0);
}

void law_pack(const struct law_program *p, struct law_planes *f, size_t i,
              const struct law_facts *facts, struct date on, int year)
{
	struct digest d;
	digest_of(p->law, facts, on, year, &d);
	for (int k = 0; k < p->input_count; k++) {
		set_bit(f->lo[k], i, certain(&d, 1, &p->inputs[k]));
		set_bit(f->hi[k], i, possible(&d, 1, &p->inputs[k]));
	}
	set_bit(f->held, i, d.held_back);
}

static inline __attribute__((always_inline)) void lines_of(const void *list, int count, size_t size)
{
	const char *from = list;
	for (size_t at = 0; at < (size_t)count * size; at += 64)
		__builtin_prefetch(from + at);
}

#define LINES_OF(list, count) lines_of((list), (count), sizeof *(list))

/*
 * The lists of a record are some 3 kB in nine places. They are asked for while the one before is
 * counted: waiting for memory is most of the time otherwise.
 */
static inline __attribute__((always_inline)) void fetch(const struct law_facts *f)
{
	LINES_OF(f->years, f->year_count);
	LINES_OF(f->awards, f->award_count);
	LINES_OF(f->attestations, f->attestation_count);
	LINES_OF(f->figures, f->figure_count);
	LINES_OF(f->initiatives, f->initiative_count);
	LINES_OF(f->deeds, f->deed_count);
	LINES_OF(f->disciplines, f->discipline_count);
	LINES_OF(f->service, f->service_count);
}

void law_pack_word(const struct law_program *p, struct law_planes *f, size_t word,
                   const struct law_facts *const *facts, int n, struct date on, int year)
{
	struct digest d[64];
	uint64_t held = 0;
	for (int i = 0; i < n; i++) {
		if (i + 2 < n)
			__builtin_prefetch(facts[i + 2]);
		if (i + 1 < n)
			fetch(facts[i + 1]);
		digest_of(p->law, facts[i], on, year, &d[i]);
		held |= (uint64_t)d[i].held_back << i;
	}
	for (int i = 0; i < p->input_count; i++) {
		int k = p->order[i];
		f->lo[k][word] = certain(d, n, &p->inputs[k]);
	}
	for (int i = 0; i < p->input_count; i++) {
		int k = p->order[i];
		f->hi[k][word] = possible(d, n, &p->inputs[k]);
	}
	f->held[word] = held;
}

/* --- columns -----------------------------------------------------------------------------------
 */

#define FILL(test)                                                                                 \
	do {                                                                                           \
		uint8_t ones[64];                                                                          \
		size_t i = 0;                                                                              \
		for (; i + 64 <= n; i += 64) {                                                             \
			for (int k = 0; k < 64; k++) {                                                         \
				uint8_t v = column[i + (size_t)k];                                                 \
				ones[k] = (uint8_t)(test);                                                         \
			}                                                                                      \
			to[i / 64] = gather(ones);                                                             \
		}                                                                                          \
		if (i == n)                                                                                \
			return;                                                                                \
		memset(ones, 0, sizeof ones);                                                              \
		for (size_t k = 0; i + k < n; k++) {                                                       \
			uint8_t v = column[i + k];                                                             \
			ones[k] = (uint8_t)(test);                                                             \
		}                                                                                          \
		to[i / 64] = gather(ones);                                                                 \
	} while (0)

void law_fill_at_least(const uint8_t *column, size_t n, uint8_t least, uint64_t *to)
{
	FILL(v >= least);
}

void law_fill_any(const uint8_t *column, size_t n, uint8_t mask, uint64_t *to)
{
	FILL((v & mask) != 0);
}
