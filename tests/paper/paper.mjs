// Papers made by the program from tests/golden/paper/KIND.json, and what other programs read in them.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { program } from '../lib/office.mjs';

export const golden = fileURLToPath(new URL('../golden/paper', import.meta.url));
export const kinds = readdirSync(golden).filter((f) => f.endsWith('.json')).map((f) => f.slice(0, -5));
export const room = mkdtempSync(join(tmpdir(), 'thidua-paper-'));
process.on('exit', () => rmSync(room, { recursive: true, force: true }));

export const run = (command, args, options = {}) =>
	execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28, ...options });

let made = 0;

/** A sample rendered once, however often it is looked at. */
const samples = new Map();
export function shown(kind, ending) {
	const key = `${kind}.${ending}`;
	if (!samples.has(key))
		samples.set(key, render(kind, ending));
	return samples.get(key);
}

/** Renders a sample, or `data`, and gives the path. */
export function render(kind, ending, { data, template } = {}) {
	const number = ++made;
	let from = join(golden, `${kind}.json`);
	if (data)
		writeFileSync(from = join(room, `${number}.json`), JSON.stringify(data));
	const to = join(room, `${number}.${ending}`);
	run(program, ['paper', 'render', kind, '--in', from, '--out', to, ...(template ? ['--template', template] : [])]);
	return to;
}

export const sample = (kind) => JSON.parse(readFileSync(join(golden, `${kind}.json`), 'utf8'));

const entities = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&apos;': "'" };
export const plain = (s) => s.replace(/&(amp|lt|gt|quot|apos|#39);/g, (e) => entities[e]);

/** All letters of a text without white space: what every file must say alike. */
export const letters = (s) => s.replace(/\s+/g, '');

export const htmlText = (file) => plain(readFileSync(file, 'utf8').replace(/^[\s\S]*<body>/, '').replace(/<[^>]*>/g, ' '));
export const docxText = (file) => plain(run('unzip', ['-p', file, 'word/document.xml']).replace(/<\/w:p>/g, '\n').replace(/<[^>]*>/g, ''));

/** Pages of a PDF in the order of drawing, without their numbers. */
export function pdfPages(file) {
	const pages = run('pdftotext', ['-raw', file, '-']).split('\f').slice(0, -1);
	return pages.map((p) => p.replace(/^\d+\n/, ''));
}

/** Words with their boxes in pt: [{ page, width, height, words: [{ x0, y0, x1, y1, text }] }]. */
export function boxes(file) {
	const out = run('pdftotext', ['-bbox', file, '-']);
	return [...out.matchAll(/<page width="([\d.]+)" height="([\d.]+)">([\s\S]*?)<\/page>/g)].map(([, w, h, body]) => ({
		width: Number(w), height: Number(h),
		words: [...body.matchAll(/<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)<\/word>/g)]
			.map(([, x0, y0, x1, y1, text]) => ({ x0: Number(x0), y0: Number(y0), x1: Number(x1), y1: Number(y1), text: plain(text) })),
	}));
}

/** The box around a run of words on one page. */
export function find(page, text) {
	const want = text.split(' ');
	const at = page.words.findIndex((_, i) => want.every((w, k) => page.words[i + k]?.text === w));
	if (at < 0)
		throw new Error(`not on the page: ${text}`);
	const words = page.words.slice(at, at + want.length);
	return {
		x0: Math.min(...words.map((w) => w.x0)), x1: Math.max(...words.map((w) => w.x1)), y0: words[0].y0, y1: words[0].y1,
		// Tinos: ascent and descent are 1.107 of the size.
		size: (words[0].y1 - words[0].y0) / 1.107,
	};
}

/** The face of a text: "bold italic", with "some" before what only a part of it is. */
export function face(file, text) {
	const out = run('pdftohtml', ['-xml', '-i', '-stdout', file]);
	const all = [...out.matchAll(/<text [^>]*>(.*?)<\/text>/g)].flatMap(([, s]) =>
		[...letters(plain(s.replace(/<[^>]*>/g, '')))].map((letter) => ({ letter, bold: /<b>/.test(s), italic: /<i>/.test(s) })));
	const at = all.map((c) => c.letter).join('').indexOf(letters(text));
	if (at < 0)
		throw new Error(`not in the file: ${text}`);
	const part = all.slice(at, at + letters(text).length);
	return ['bold', 'italic'].filter((f) => part.some((c) => c[f])).map((f) => (part.every((c) => c[f]) ? f : `some ${f}`)).join(' ');
}

/** Level strokes of the first page: [{ x0, x1, y }]. */
export function strokes(file, page = 1) {
	const svg = run('pdftocairo', ['-svg', '-f', String(page), '-l', String(page), file, '-']);
	return [...svg.matchAll(/<path [^>]*stroke-width[^>]* d="M ([\d.]+) ([\d.]+) L ([\d.]+) ([\d.]+) ?"[^>]*>/g)]
		.map(([tag, x0, y0, x1, y1]) => {
			const m = /matrix\(([-\d.]+), ?([-\d.]+), ?([-\d.]+), ?([-\d.]+), ?([-\d.]+), ?([-\d.]+)\)/.exec(tag)?.slice(1).map(Number) ?? [1, 0, 0, 1, 0, 0];
			const x = (v) => m[0] * Number(v) + m[4], y = (v) => m[3] * Number(v) + m[5];
			return { x0: x(x0), x1: x(x1), y: y(y0), flat: Math.abs(y(y0) - y(y1)) < 0.1 };
		}).filter((s) => s.flat);
}
