/* run.c: the circuit over planes, block by block. */
#include "law/program.h"

/* 32 words are 2048 subjects: what a block needs stays in the nearest cache. */
#define BLOCK 32

static size_t padded(size_t n)
{
	size_t words = (n + 63) / 64;
	return (words + BLOCK - 1) / BLOCK * BLOCK;
}

static void *planes_of(size_t words, size_t count, uint64_t ***out, size_t *bytes)
{
	/* Pointers first, planes after them, on lines of the cache. */
	size_t head = (count * sizeof(uint64_t *) + 63) / 64 * 64;
	void *memory = NULL;
	*bytes = head + count * words * 8;
	if (posix_memalign(&memory, 64, *bytes + 64) != 0)
		return NULL;
	memset(memory, 0, *bytes);
	*out = memory;
	for (size_t i = 0; i < count; i++)
		(*out)[i] = (uint64_t *)((char *)memory + head) + i * words;
	return memory;
}

enum rc law_planes_new(const struct law_program *p, size_t n, struct law_planes *out, struct err *e)
{
	uint64_t **all;
	size_t count = (size_t)p->input_count * 2 + 1;
	*out = (struct law_planes){.n = n, .words = padded(n)};
	out->memory = planes_of(out->words, count, &all, &out->bytes);
	if (!out->memory)
		return err_set(e, RC_TOOBIG, "Không đủ bộ nhớ để xét %zu đối tượng.", n);
	out->lo = all;
	out->hi = all + p->input_count;
	out->held = all[count - 1];
	return RC_OK;
}

void law_planes_free(struct law_planes *f)
{
	free(f->memory);
	*f = (struct law_planes){0};
}

enum rc law_verdicts_new(const struct law_program *p, size_t n, struct law_verdicts *out,
                         struct err *e)
{
	size_t count = (size_t)(p->rules * p->awards), bytes;
	uint64_t **all;
	*out =
		(struct law_verdicts){.n = n, .words = padded(n), .rules = p->rules, .awards = p->awards};
	out->memory = planes_of(out->words, count * 2 + 1, &all, &bytes);
	if (!out->memory)
		return err_set(e, RC_TOOBIG, "Không đủ bộ nhớ để xét %zu đối tượng.", n);
	out->given = calloc((size_t)p->awards + 1, sizeof *out->given);
	BUG_ON(!out->given);
	out->yes = all;
	out->possible = all + count;
	for (size_t i = 0; i < count; i++)
		if (p->lo.outputs[i] < 0)
			out->yes[i] = out->possible[i] = NULL;
	return RC_OK;
}

void law_verdicts_free(struct law_verdicts *v)
{
	free(v->memory);
	free((void *)v->given);
	*v = (struct law_verdicts){0};
}

/* One block: `at` has a pointer to BLOCK words for every operand. */
static void run_block(const struct law_run_code *code, uint64_t *const *at)
{
	for (int i = 0; i < code->gate_count; i++) {
		const struct law_gate *g = &code->gates[i];
		const uint64_t *a = at[g->a], *b = at[g->b];
		uint64_t *to = at[g->to];
		uint64_t out[BLOCK];
		if (g->is_or)
			for (int w = 0; w < BLOCK; w++)
				out[w] = a[w] | b[w];
		else
			for (int w = 0; w < BLOCK; w++)
				out[w] = a[w] & b[w];
		memcpy(to, out, sizeof out);
	}
}

static void run_side(const struct law_program *p, const struct law_run_code *code,
                     uint64_t *const *planes, size_t words, uint64_t *const *out)
{
	int count = p->rules * p->awards, places = code->places - INPUTS_MAX;
	uint64_t **at = calloc((size_t)code->places, sizeof *at);
	uint64_t *room = NULL;
	BUG_ON(!at || posix_memalign((void **)&room, 64, (size_t)places * BLOCK * 8) != 0);
	memset(room, 0, BLOCK * 8);
	memset(room + BLOCK, 0xFF, BLOCK * 8);
	for (int k = 0; k < places; k++)
		at[INPUTS_MAX + k] = room + (size_t)k * BLOCK;
	for (size_t w = 0; w < words; w += BLOCK) {
		for (int i = 0; i < p->input_count; i++)
			at[i] = planes[i] + w;
		run_block(code, at);
		for (int i = 0; i < count; i++)
			if (out[i])
				memcpy(out[i] + w, at[code->outputs[i]], BLOCK * 8);
	}
	free(room);
	free(at);
}

void law_run(const struct law_program *p, const struct law_planes *f, struct law_verdicts *v)
{
	run_side(p, &p->lo, f->lo, f->words, v->yes);
	run_side(p, &p->hi, f->hi, f->words, v->possible);
	v->held = f->held;
	for (int a = 0; a < p->awards; a++)
		v->given[a] = p->given[a] < 0 ? NULL : f->lo[p->given[a]];
}

/* --- reading the verdicts
 * -------------------------------------------------------------------------- */

static bool bit(const uint64_t *plane, size_t i)
{
	return plane[i / 64] >> (i % 64) & 1;
}

enum law_verdict law_verdict_at(const struct law_verdicts *v, int rule, int award, size_t i)
{
	int k = rule * v->awards + award;
	if (!v->yes[k])
		return LAW_INELIGIBLE;
	if (v->given[award] && bit(v->given[award], i))
		return LAW_GIVEN;
	if (bit(v->held, i))
		return LAW_HELD;
	return bit(v->yes[k], i)        ? LAW_ELIGIBLE
	       : bit(v->possible[k], i) ? LAW_NOT_KNOWN
	                                : LAW_INELIGIBLE;
}

/* Ones for the subjects of this word; the last word may have fewer. */
static uint64_t present(size_t n, size_t word)
{
	size_t left = n - word * 64;
	return left >= 64 ? UINT64_MAX : (1ull << left) - 1;
}

void law_verdict_counts(const struct law_verdicts *v, int rule, int award,
                        size_t counts[LAW_VERDICTS])
{
	int k = rule * v->awards + award;
	memset(counts, 0, LAW_VERDICTS * sizeof *counts);
	for (size_t w = 0; w * 64 < v->n; w++) {
		uint64_t all = present(v->n, w);
		uint64_t given = v->given[award] ? v->given[award][w] & all : 0;
		uint64_t held = v->yes[k] ? v->held[w] & all & ~given : 0, open = all & ~held & ~given;
		uint64_t yes = v->yes[k] ? v->yes[k][w] & open : 0;
		uint64_t possible = v->yes[k] ? v->possible[k][w] & open & ~yes : 0;
		counts[LAW_GIVEN] += (size_t)__builtin_popcountll(given);
		counts[LAW_HELD] += (size_t)__builtin_popcountll(held);
		counts[LAW_ELIGIBLE] += (size_t)__builtin_popcountll(yes);
		counts[LAW_NOT_KNOWN] += (size_t)__builtin_popcountll(possible);
		counts[LAW_INELIGIBLE] += (size_t)__builtin_popcountll(open & ~yes & ~possible);
	}
}

static void list_bits(uint64_t bits, size_t word, size_t *list, size_t *count, size_t room)
{
	for (; bits; bits &= bits - 1, ++*count)
		if (list && *count < room)
			list[*count] = word * 64 + (size_t)__builtin_ctzll(bits);
}

void law_compare(const struct law_verdicts *v, int before, int after, int award,
                 struct law_change *out)
{
	int x = before * v->awards + award, y = after * v->awards + award;
	out->gain = out->lose = out->other = 0;
	if (!v->yes[x] || !v->yes[y])
		return;
	for (size_t w = 0; w * 64 < v->n; w++) {
		uint64_t given = v->given[award] ? v->given[award][w] : 0;
		uint64_t open = present(v->n, w) & ~v->held[w] & ~given;
		uint64_t was = v->yes[x][w] & open, is = v->yes[y][w] & open;
		uint64_t might = (v->possible[x][w] ^ v->possible[y][w]) & open & ~(was ^ is);
		list_bits(is & ~was, w, out->gained, &out->gain, out->room);
		list_bits(was & ~is, w, out->lost, &out->lose, out->room);
		out->other += (size_t)__builtin_popcountll(might);
	}
}
