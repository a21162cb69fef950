/* shipped.c: the templates of papers/ as they are in the program. */
#include "paper/shipped.h"

const struct paper_file *paper_files(int *count)
{
	*count = paper_shipped_count - 1;
	return paper_shipped_all + 1;
}

const struct paper_file *paper_file_of(struct str name)
{
	for (int i = 1; i < paper_shipped_count; i++)
		if (str_eq(paper_shipped_all[i].name, name))
			return &paper_shipped_all[i];
	return NULL;
}

struct str paper_common(void)
{
	return paper_shipped_all[0].text;
}
