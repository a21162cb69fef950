// Makes the example offices that test files copy, once for all of them:
//
//     node tests/lib/template.mjs FOLDER
//
// Afterwards THIDUA_TEST_TEMPLATES=FOLDER; without it each test file makes its own.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engines, makeTemplate } from './office.mjs';

const folder = process.argv[2];
const made = Object.fromEntries(engines.map((engine) =>
	[engine, makeTemplate(engine, join(folder, engine), 'thidua_template')]));
writeFileSync(join(folder, 'templates.json'), JSON.stringify(made));
