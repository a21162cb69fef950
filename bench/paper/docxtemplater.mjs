// The decision of bench.c by docxtemplater, from a template of the same size. Usage: node docxtemplater.mjs MODEL.docx N ROWS FOLDER
// (from a folder that has docxtemplater and pizzip). MODEL is one that thidua wrote: its first list row becomes the loop.
import { createRequire } from 'module';
import fs from 'fs';
const from = createRequire(process.cwd() + '/x.js');
const Docx = from('docxtemplater'), Zip = from('pizzip');
const [, , model, n, rows, to] = process.argv;
const surnames = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Giàng', 'Tẩn', 'Vàng'], middles = ['Văn', 'Thị', 'Hữu', 'Đức', 'Minh', 'Seo'];
const givens = ['An', 'Bình', 'Dũng', 'Giang', 'Hải', 'Hạnh', 'Hùng', 'Ước', 'Quý', 'Phượng'];

const zip = new Zip(fs.readFileSync(model));
const xml = zip.file('word/document.xml').asText();
const all = xml.match(/<w:tr>.*?<\/w:tr>/gs).filter((r) => r.includes('710.000'));
const holes = ['{#rows}{no}', '{name}', '{post}', '{unit}', '{bonus}{/rows}'];
let i = 0;
const loop = all[0].replace(/(<w:t [^>]*>)[^<]*(<\/w:t>)/g, (_, a, b) => a + holes[i++] + b);
zip.file('word/document.xml', xml.replace(all.join(''), loop).replace(/Số: \d+/, 'Số: {number}'));
const source = zip.generate({ type: 'nodebuffer' });

function one(k) {
	const doc = new Docx(new Zip(source), { paragraphLoop: true });
	doc.render({ number: k, rows: Array.from({ length: Number(rows) }, (_, r) => ({
		no: r + 1, name: `${surnames[(r + k) % 8]} ${middles[Math.floor((r + k) / 8) % 6]} ${givens[Math.floor((r + k) / 48) % 10]}`,
		post: 'Chuyên viên', unit: `Phòng Nội vụ số ${r % 120}`, bonus: '710.000' })) });
	fs.writeFileSync(`${to}/t${k}.docx`, doc.getZip().generate({ type: 'nodebuffer', compression: 'DEFLATE' }));
}

one(0);
const began = process.cpuUsage();
for (let k = 1; k <= Number(n); k++)
	one(k);
const use = process.cpuUsage(began), took = (use.user + use.system) / 1e6;
console.log(`docxtemplater, decisions as DOCX       ${n} in ${took.toFixed(3)} s of the processor = ${(n / took).toFixed(1)}/s, peak ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
