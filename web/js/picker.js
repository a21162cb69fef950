/*
 * picker.js: a field to choose one of many, as the ARIA 1.2 combobox with a list.
 *
 *   <select data-picker>                      choices are in the page; any text without marks finds
 *   <input data-picker="/api/v1/people?q=" data-picker-id="person_id">
 *       asks the server, which answers {"items":[{"id":"42","label":"Nguyễn Thị Hạnh","hint":"…"}]}.
 *       The field sends what it shows; the hidden input of that name in the same .field sends the
 *       id, emptied as soon as the text is changed. Without script the server reads the text alone.
 */
(function () {
	"use strict";
	var serial = 0;

	/* "Đỗ Thị Hạnh" is found by "do thi hanh" */
	function fold(s) {
		return s.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
	}
	function from_select(select) {
		var items = Array.prototype.filter.call(select.options, function (o) {
			return o.value !== "";
		}).map(function (o) {
			return { id: o.value, label: o.text.trim(), hint: o.getAttribute("data-hint") || "", key: fold(o.text) };
		});
		return function (text) {
			var words = fold(text).split(/\s+/);
			return Promise.resolve(items.filter(function (item) {
				return words.every(function (w) {
					return item.key.indexOf(w) >= 0;
				});
			}));
		};
	}
	function from_server(address) {
		return function (text) {
			return fetch(address + encodeURIComponent(text), { headers: { Accept: "application/json" } })
				.then(function (answer) {
					if (!answer.ok) throw new Error(String(answer.status));
					return answer.json();
				})
				.then(function (data) {
					return data.items;
				});
		};
	}

	function make(el) {
		var is_select = el.tagName === "SELECT";
		var find = is_select ? from_select(el) : from_server(el.getAttribute("data-picker"));
		var box = document.createElement("div");
		var list = document.createElement("ul");
		var status = document.createElement("span");
		var input = is_select ? document.createElement("input") : el;
		var hidden = is_select ? null
			: el.closest(".field").querySelector('input[name="' + el.getAttribute("data-picker-id") + '"]');
		var items = [];
		var at = -1;
		var turn = 0;
		var timer = 0;
		var chosen = is_select && el.value ? el.selectedOptions[0].text.trim() : input.value;

		list.id = "picker-" + ++serial;
		list.className = "picker-list";
		list.hidden = true;
		list.setAttribute("role", "listbox");
		status.className = "sr";
		status.setAttribute("role", "status");
		box.className = "picker";
		el.before(box);
		if (is_select) {
			input.value = chosen;
			input.className = el.className;
			input.disabled = el.disabled;
			input.required = el.required;
			["aria-describedby", "aria-invalid"].forEach(function (a) {
				if (el.hasAttribute(a)) input.setAttribute(a, el.getAttribute(a));
			});
			input.placeholder = "Gõ để tìm";
			/* the label must lead to what is seen; the select only sends the value */
			input.id = el.id;
			el.removeAttribute("id");
			el.required = false;
			el.hidden = true;
		}
		var label = document.querySelector('label[for="' + CSS.escape(input.id) + '"]');
		list.setAttribute("aria-label", label ? label.textContent.trim() : "Lựa chọn");
		box.append(input, list, status);
		if (is_select) box.append(el);
		input.removeAttribute("list");
		input.type = "text";
		input.autocomplete = "off";
		input.setAttribute("role", "combobox");
		input.setAttribute("aria-autocomplete", "list");
		input.setAttribute("aria-controls", list.id);
		close();

		function close() {
			list.hidden = true;
			status.textContent = "";
			at = -1;
			turn++;
			clearTimeout(timer);
			input.setAttribute("aria-expanded", "false");
			input.removeAttribute("aria-activedescendant");
		}
		function move(to) {
			if (at >= 0) list.children[at].setAttribute("aria-selected", "false");
			at = items.length ? (to + items.length) % items.length : -1;
			if (at < 0) return;
			list.children[at].setAttribute("aria-selected", "true");
			list.children[at].scrollIntoView({ block: "nearest" });
			input.setAttribute("aria-activedescendant", list.children[at].id);
		}
		function draw(found) {
			items = found.slice(0, 50);
			at = -1;
			input.removeAttribute("aria-activedescendant");
			list.replaceChildren.apply(list, items.map(function (item, i) {
				var li = document.createElement("li");
				li.id = list.id + "-" + i;
				li.setAttribute("role", "option");
				li.setAttribute("aria-selected", "false");
				li.textContent = item.label;
				if (item.hint) {
					var hint = document.createElement("small");
					hint.textContent = item.hint;
					li.append(hint);
				}
				return li;
			}));
			list.hidden = !items.length;
			input.setAttribute("aria-expanded", String(items.length > 0));
			status.className = items.length ? "sr" : "hint";
			status.textContent = items.length ? items.length + " lựa chọn" : "Không tìm thấy";
		}
		function ask(text) {
			var mine = ++turn;
			find(text).then(draw_if, function () {
				draw_if([]);
			});
			function draw_if(found) {
				if (mine === turn && document.activeElement === input) draw(found);
			}
		}
		function set(item) {
			chosen = item ? item.label : "";
			input.value = chosen;
			if (is_select) el.value = item ? item.id : "";
			else if (hidden) hidden.value = item ? item.id : "";
			close();
			(is_select ? el : input).dispatchEvent(new Event("change", { bubbles: true }));
		}

		input.addEventListener("input", function () {
			if (hidden) hidden.value = "";
			clearTimeout(timer);
			timer = setTimeout(function () {
				if (input.value || is_select) ask(input.value);
				else close();
			}, is_select ? 0 : 200);
		});
		input.addEventListener("keydown", function (event) {
			var open = !list.hidden;
			if (event.key === "ArrowDown" || event.key === "ArrowUp") {
				event.preventDefault();
				if (open) move(at + (event.key === "ArrowDown" ? 1 : at < 0 ? 0 : -1));
				else ask(is_select && input.value === chosen ? "" : input.value);
			} else if ((event.key === "Enter" || event.key === "Tab") && open && at >= 0) {
				if (event.key === "Enter") event.preventDefault();
				set(items[at]);
			} else if (event.key === "Escape" && open) {
				event.stopPropagation();
				close();
			}
		});
		if (is_select) {
			el.addEventListener("change", function () {
				chosen = el.value ? el.selectedOptions[0].text.trim() : "";
				input.value = chosen;
			});
		}
		input.addEventListener("click", function () {
			if (is_select && list.hidden) ask("");
		});
		/* What was typed and left is chosen when only one thing is meant; else it stands, and is said. */
		function settle(text) {
			var mine = ++turn;
			if (is_select) el.value = "";
			chosen = "";
			find(text).then(function (found) {
				var same = found.filter(function (item) {
					return fold(item.label) === fold(text);
				});
				var one = same.length === 1 ? same[0] : found.length === 1 ? found[0] : null;
				if (mine !== turn || document.activeElement === input || input.value.trim() !== text) return;
				if (one) return set(one);
				status.className = "hint";
				status.textContent = found.length ? "Có nhiều lựa chọn như vậy: xin gõ thêm hoặc chọn một."
					: "Không tìm thấy: xin gõ lại hoặc chọn trong danh sách.";
			}, function () {
				/* the server reads the text when the form is sent */
			});
		}
		input.addEventListener("blur", function () {
			var text = input.value.trim();
			close();
			if (!text && chosen) set(null);
			else if (text && (is_select ? text !== chosen : hidden && !hidden.value)) settle(text);
		});
		/* mousedown, because the click would come after blur closed the list */
		list.addEventListener("mousedown", function (event) {
			var li = event.target.closest("[role=option]");
			event.preventDefault();
			if (li) set(items[Array.prototype.indexOf.call(list.children, li)]);
		});
	}

	window.thidua_pickers = function (part) {
		part.querySelectorAll("[data-picker]:not([data-ready])").forEach(function (el) {
			el.setAttribute("data-ready", "");
			make(el);
		});
	};
})();
