// The six grounds in json-rules-engine: one engine, one run a person. Usage: node jre.mjs FILE.jsonl (from a folder that has it)
import { createRequire } from 'module';
import fs from 'fs';
const { Engine } = createRequire(process.cwd() + '/x.js')('json-rules-engine');
const rows = fs.readFileSync(process.argv[2], 'utf8').trim().split('\n').map(JSON.parse);
const f = (fact, operator, value) => ({ fact, operator, value }), all = (...a) => ({ all: a }), any = (...a) => ({ any: a });
const ok = f('disc', 'equal', 0), ld = all(ok, f('r4', 'greaterThanInclusive', 4));
const cs = all(ld, any(f('r4', 'equal', 5), f('o4', 'greaterThan', 0)));
const some = (k) => any(...[2, 3, 4].map((y) => f(k + y, 'greaterThan', 0)));
const ct = all(cs, f('t3', 'bit', 2), f('t2', 'bit', 2), some('p'));
const rules = { ld, cs, ct, tq: all(ct, f('t3', 'bit', 4), some('n')), ba: all(cs, f('t3', 'bit', 2)),
  bb: all(ok, f('r3', 'equal', 5), f('r4', 'equal', 5), f('o34', 'greaterThanInclusive', 2)) };
const e = new Engine([], { allowUndefinedFacts: true });
e.addOperator('bit', (a, b) => (a & b) !== 0);
for (const [type, conditions] of Object.entries(rules)) e.addRule({ conditions, event: { type } });
const n = { ld: 0, cs: 0, ct: 0, tq: 0, ba: 0, bb: 0 }, t = performance.now();
for (const r of rows) {
  r.o34 = r.o3 + r.o4;
  for (const x of (await e.run(r)).events) n[x.type]++;
}
const s = (performance.now() - t) / 1000;
console.log('json-rules-engine', rows.length, 'persons', s.toFixed(3), 's', Math.round(rows.length / s), '/s counts', ...Object.values(n));
