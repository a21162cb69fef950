/*
 * xml_scan.h: XML as office files have it, read in one pass without a tree.
 *
 * UTF-8 only, which is what every office program writes. A document type is refused at its first
 * sign, so no entity can ever be declared. What is not well-formed is refused; names of namespaces
 * are not looked at. A tag, comment or CDATA section is at most XML_WINDOW bytes long.
 */
#ifndef DOC_XML_SCAN_H
#define DOC_XML_SCAN_H

#include "base/rc.h"
#include "base/str.h"

#define XML_WINDOW ((size_t)256 * 1024)
#define XML_DEPTH_MAX 64
#define XML_ATTRS_MAX 100

struct xml_pair {
	const char *name; /* local */
	struct str value;
};

struct xml_attrs {
	const struct xml_pair *at;
	int n;
};

/* By local name; p == NULL when it is not there. Not NUL-ended. */
struct str xml_attr(const struct xml_attrs *attrs, const char *name);

/* The attribute is there and is 1 or true. */
bool xml_attr_true(const struct xml_attrs *attrs, const char *name);

/* What to do with a document; each may be NULL. Names are local names; `text` may come in pieces.
 */
struct xml_handler {
	enum rc (*start)(void *arg, const char *name, const struct xml_attrs *attrs);
	enum rc (*end)(void *arg, const char *name);
	enum rc (*text)(void *arg, const char *p, size_t n);
};

struct xml_source {
	/* At most `room` bytes to `to`, 0 in *n at the end. */
	enum rc (*read)(void *arg, char *to, size_t room, size_t *n);
	void *arg;
};

/*
 * RC_OK; what the handler or the source failed with; or RC_INVALID with *why, the words for what is
 * not right with the document (NULL otherwise). RC_TOOBIG with *why NULL when there is no memory.
 */
enum rc xml_scan(const struct xml_source *source, const struct xml_handler *handler, void *arg,
                 const char **why) MUST_CHECK;

#endif
