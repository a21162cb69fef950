#include "web/asset_table.h"

const struct asset *asset_at(size_t i)
{
	return i < asset_count ? &asset_table[i] : NULL;
}

const struct asset *asset_find(struct str path)
{
	size_t from = 0, to = asset_count;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		const struct asset *a = &asset_table[asset_by_path[middle]];
		int order = str_cmp(path, a->path);
		if (order == 0)
			return a;
		if (order < 0)
			to = middle;
		else
			from = middle + 1;
	}
	return NULL;
}

struct str asset_url(const char *name)
{
	size_t from = 0, to = asset_count;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		int order = strcmp(name, asset_table[middle].name);
		if (order == 0)
			return asset_table[middle].path;
		if (order < 0)
			to = middle;
		else
			from = middle + 1;
	}
	bug_at(__FILE__, __LINE__, name);
}
