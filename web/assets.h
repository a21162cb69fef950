/*
 * assets.h: style sheets, scripts and pictures, built into the program.
 *
 * tools/embed.c makes the table. The address of an asset contains a hash of its
 * bytes, so it may be cached for ever; a changed file has a new address. Constant
 * data, any thread.
 */
#ifndef WEB_ASSETS_H
#define WEB_ASSETS_H

#include "base/str.h"

struct asset {
	const char *name; /* "app.css" */
	struct str path;  /* "/a/<hash>/app.css"; a name that begins with '/' is its own path */
	const char *type; /* content type */
	struct str body;
	struct str gzip;       /* the same, compressed; p == NULL where that gains nothing */
	const char *etag;      /* strong (RFC 9110, 8.8.3), with its quotes */
	const char *gzip_etag; /* of the compressed representation, which needs its own */
	bool immutable;        /* the address changes with the content: cache for a year */
};

/* The asset at exactly this path, or NULL. */
const struct asset *asset_find(struct str path);

/*
 * The address of an asset by its name, for templates: {{ asset_url("app.css") }}.
 * An unknown name is a bug in the template; the source check finds it before.
 */
struct str asset_url(const char *name);

/* All of them in the order of their names, then NULL. */
const struct asset *asset_at(size_t i);

#endif
