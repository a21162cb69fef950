/*
 * layout.js: boxes of a blank on a sheet: dragged, sized by their corner, moved by arrow keys (Shift:
 * sized). What counts are the numbers in the table below; this writes them and follows them.
 */
(function () {
	"use strict";
	var sheet = document.querySelector("svg[data-layout]");
	if (!sheet) return;

	function field(no, name) {
		return document.getElementById("places." + no + "." + name);
	}
	function number(input) {
		return input ? parseFloat(input.value.replace(",", ".")) || 0 : 0;
	}
	function write(input, value) {
		if (input) input.value = String(Math.round(value * 10) / 10);
	}
	function draw(box) {
		var no = box.getAttribute("data-no"), rect = box.querySelector("rect"), text = box.querySelector("text");
		var w = number(field(no, "width")), h = number(field(no, "height")), size = number(field(no, "size")) || 8;
		rect.setAttribute("x", number(field(no, "x")));
		rect.setAttribute("y", number(field(no, "y")));
		rect.setAttribute("width", Math.max(w, 1));
		rect.setAttribute("height", Math.max(h, 1));
		text.setAttribute("font-size", size * 0.3528);
		text.setAttribute("x", number(field(no, "x")) + w / 2);
		text.setAttribute("y", number(field(no, "y")) + h / 2);
		text.removeAttribute("textLength");
		if (w > 2 && text.getComputedTextLength && text.getComputedTextLength() > w) {
			text.setAttribute("textLength", w);
			text.setAttribute("lengthAdjust", "spacingAndGlyphs");
		}
	}
	function between(value, least, most) {
		return Math.min(Math.max(value, least), most);
	}
	function place_of(box) {
		var no = box.getAttribute("data-no");
		return ["x", "y", "width", "height"].map(function (name) {
			return number(field(no, name));
		});
	}
	/* `was`: where the box stood; dx, dy: how far from there */
	function change(box, was, dx, dy, sized) {
		var no = box.getAttribute("data-no"), view = sheet.viewBox.baseVal;
		if (sized) {
			write(field(no, "width"), between(was[2] + dx, 2, view.width - was[0]));
			write(field(no, "height"), between(was[3] + dy, 2, view.height - was[1]));
		} else {
			write(field(no, "x"), between(was[0] + dx, 0, view.width - was[2]));
			write(field(no, "y"), between(was[1] + dy, 0, view.height - was[3]));
		}
		draw(box);
	}
	function point(event) {
		var at = sheet.createSVGPoint();
		at.x = event.clientX;
		at.y = event.clientY;
		return at.matrixTransform(sheet.getScreenCTM().inverse());
	}
	var boxes = Array.prototype.slice.call(sheet.querySelectorAll(".layout-box"));
	boxes.forEach(function (box) {
		draw(box);
		box.addEventListener("pointerdown", function (event) {
			var from = point(event), was = place_of(box);
			var sized = from.x > was[0] + was[2] - 4 && from.y > was[1] + was[3] - 4;
			box.setPointerCapture(event.pointerId);
			box.focus();
			function move(e) {
				var to = point(e);
				change(box, was, to.x - from.x, to.y - from.y, sized);
			}
			function end() {
				box.removeEventListener("pointermove", move);
			}
			box.addEventListener("pointermove", move);
			box.addEventListener("pointerup", end, { once: true });
			box.addEventListener("pointercancel", end, { once: true });
			event.preventDefault();
		});
		box.addEventListener("keydown", function (event) {
			var step = event.ctrlKey ? 5 : 0.5;
			var way = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
			if (!way) return;
			event.preventDefault();
			change(box, place_of(box), way[0], way[1], event.shiftKey);
		});
		["x", "y", "width", "height", "size"].forEach(function (name) {
			var input = field(box.getAttribute("data-no"), name);
			if (input) {
				input.addEventListener("input", function () {
					draw(box);
				});
			}
		});
	});
})();
