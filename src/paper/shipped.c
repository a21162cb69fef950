/* shipped.c: the templates and blanks of papers/ as they are in the program. */
#include "paper/shipped.h"
#include "paper/cert.h"

const struct paper_file *paper_files(int *count)
{
	*count = paper_shipped_count - 1;
	return paper_shipped_all + 1;
}

const struct paper_file *cert_files(int *count)
{
	*count = cert_shipped_count;
	return cert_shipped_all;
}

const struct paper_file *cert_file_of(struct str name)
{
	for (int i = 0; i < cert_shipped_count; i++)
		if (str_eq(cert_shipped_all[i].name, name))
			return &cert_shipped_all[i];
	return NULL;
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
