/*
 * web.h: the faces that speak HTTP: pages, forms, exports, JSON.
 *
 *   /unit/list            an OP_LIST; /unit/list.csv .xlsx .json are its exports
 *   /unit/12              the OP_VIEW of object 12
 *   /unit/rename?id=12    GET: the form of an OP_WRITE; POST: does it
 *   /unit/tree            an OP_READ
 *   /api/v1/unit/rename   the same operations for programs (api.c)
 *   /pick/person?q=an     choices for pickers
 *   /a/…  /health  /metrics  /openapi.json
 *
 * One struct web_worker per worker thread, with its own database connection, opened when it
 * has something to do; if that fails, 503.
 */
#ifndef OP_WEB_H
#define OP_WEB_H

#include "http/http.h"
#include "op/ctx.h"

/* The handler to give to http_start(); h->app is a struct app. */
void web_handler(struct http_handler *h, struct app *app);

#endif
