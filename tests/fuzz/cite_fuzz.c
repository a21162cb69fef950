/* Any text through the search for citations: what is found lies in the text, keys are stable. */
#include "viet/cite.h"
#include "viet/codes.h"
#include "viet/viet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct arena *a, struct str text, bool noisy)
{
	struct viet_shadow s = viet_shadow(a, text);
	struct cite *all, *docs;
	size_t n, count, *times, sum = 0;
	s.noisy = noisy;
	BUG_ON(s.at[s.n] != text.n);
	cite_find(a, &s, &all, &n);
	for (size_t i = 0; i < n; i++) {
		BUG_ON(all[i].from > all[i].to || all[i].to > s.n);
		BUG_ON(i && all[i].from < all[i - 1].from);
		BUG_ON(!str_utf8_ok(all[i].text) || (all[i].sign.p && !str_utf8_ok(all[i].sign)));
		struct str key = cite_key(a, all[i].sign);
		BUG_ON(key.p && !str_eq(cite_key(a, key), key));
	}
	cite_documents(a, all, n, &docs, &times, &count);
	for (size_t i = 0; i < count; i++)
		sum += times[i];
	BUG_ON(sum != n || count > n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct str s = {.p = (const char *)data, .n = size}, text;
	if (size == 0 || size > 16384)
		return 0;
	arena_init(&a);
	if (viet_nfc(&a, s, &text, NULL) == RC_OK) {
		check(&a, text, false);
		check(&a, text, true);
	}
	arena_release(&a);
	return 0;
}
