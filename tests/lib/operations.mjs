// Operations as the OpenAPI description tells them, and input for them made from its types.

export function operations(openapi) {
	return Object.values(openapi.paths).flatMap((path) => Object.entries(path)).map(([method, o]) => {
		const content = Object.entries(o.requestBody?.content ?? {})[0];
		const schema = content?.[1].schema;
		const fields = schema?.properties ??
			Object.fromEntries((o.parameters ?? []).map((p) => [p.name, p.schema]));
		const must = schema?.required ?? (o.parameters ?? []).filter((p) => p.required).map((p) => p.name);
		const answer = o.responses['200'].content['application/json'].schema.$ref;
		return {
			name: o.operationId, title: o.summary, write: method === 'post', roles: o['x-roles'], scope: o['x-scope'],
			object: o['x-object'], takesId: 'id' in fields, notOwn: o['x-not-own-case'], preview: o['x-preview'],
			second: o['x-second-person'], fields, must, form: content?.[0] ?? null,
			kind: { List: 'list', Row: 'view', Any: 'read', Done: 'write' }[answer.split('/').pop()],
		};
	});
}

/** A value that the field's type takes; `ids` has one id for each kind of object. */
function value(name, f, ids) {
	if (f['x-ref'])
		return Number(ids[f['x-ref']] ?? 1);
	if (f.enum)
		return f.enum[0];
	switch (f.type) {
	case 'integer': return /year$/.test(name) ? 2026 : 1;
	case 'boolean': return false;
	case 'array': return [all(f.items, ids), all(f.items, ids)];
	}
	if (f.format === 'date')
		return '2026-11-01';
	return /number|cccd/.test(name) ? '000123456789' : /email/.test(name) ? 'thu@example.vn' :
		/story/.test(name) ? 'Nội dung thử. '.repeat(10) : 'Nội dung thử';
}

const all = (schema, ids) =>
	Object.fromEntries(Object.entries(schema.properties).map(([name, f]) => [name, value(name, f, ids)]));

/** Every field but files; a file is not sent as JSON. */
export const plausible = (op, ids) =>
	Object.fromEntries(Object.entries(op.fields).filter(([, f]) => f.format !== 'binary')
		.map(([name, f]) => [name, value(name, f, ids)]));
