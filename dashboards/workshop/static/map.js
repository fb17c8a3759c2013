// Draws the map of a week: places with their people as dots, free places, queues, and who moved.
(() => {
  'use strict';
  const SVG = 'http://www.w3.org/2000/svg';
  const DOTS = 200;
  // Where each place stands, in a picture 600 wide.
  const SPOTS = {
    home: [4, 20, 140, 110], edge_of_care: [4, 190, 140, 110],
    service: [166, 10, 140, 92], foster: [316, 10, 140, 142], kin: [316, 166, 140, 92],
    homes: [166, 116, 140, 92], supported: [166, 222, 140, 92], elsewhere: [316, 272, 140, 92],
    left: [478, 130, 118, 110],
  };
  const NUMBERS_ONLY = ['home', 'left'];
  const SHORT = {
    home: 'At home', edge_of_care: 'Edge of care', service: 'Service', foster: 'Foster', kin: 'Kin', homes: 'Homes',
    supported: 'Supported', elsewhere: 'Elsewhere', left: 'Left care',
  };
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  let latest = null;
  let shown = -1;

  const made = (kind, more = {}, text) => {
    const one = document.createElementNS(SVG, kind);
    Object.entries(more).forEach(([key, value]) => one.setAttribute(key, value));
    if (text !== undefined) one.textContent = text;
    return one;
  };
  const html = (kind, text, more = {}) => {
    const one = document.createElement(kind);
    one.textContent = text;
    Object.entries(more).forEach(([key, value]) => one.setAttribute(key, value));
    return one;
  };
  const number = (value) => value.toLocaleString('en-GB');
  const pounds = (value) => `£${(value / 1e6).toLocaleString('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 })}m`;

  const perDot = (frame) => {
    const most = Math.max(...frame.arms.map((arm) => arm.places
      .filter((one) => !NUMBERS_ONLY.includes(one.name)).reduce((sum, one) => sum + one.people, 0)));
    return Math.max(1, Math.ceil(most / DOTS));
  };

  const box = (place, each) => {
    const [x, y, width, height] = SPOTS[place.name];
    const group = made('g', {});
    group.append(made('rect', { class: 'place', x, y, width, height, rx: 4 }));
    group.append(made('text', { class: 'name', x: x + 8, y: y + 18 }, SHORT[place.name]));
    group.append(made('text', { class: 'many', x: x + width - 8, y: y + 18, 'text-anchor': 'end' }, number(place.people)));
    if (!NUMBERS_ONLY.includes(place.name)) {
      const wide = Math.floor((width - 16) / 10);
      for (let k = 0; k < Math.round(place.people / each); k += 1) {
        group.append(made('circle', { class: 'dot', cx: x + 13 + 10 * (k % wide), cy: y + 32 + 10 * Math.floor(k / wide), r: 3.5 }));
      }
    }
    if (place.places) {
      group.append(made('text', { class: 'free', x: x + 8, y: y + height - 8 }, `${number(place.free)} free of ${number(place.places)}`));
    }
    return group;
  };

  const centre = (name) => {
    const [x, y, width, height] = SPOTS[name];
    return [x + width / 2, y + height / 2];
  };
  const run = (svg, moves) => {
    for (const [from, to, many] of moves) {
      if (!(from in SPOTS) || !(to in SPOTS) || from === to) continue;
      const [x, y] = centre(from);
      const [left, top] = centre(to);
      for (let k = 0; k < Math.min(many, 4); k += 1) {
        const dot = made('circle', { class: 'mover', cx: x, cy: y + 6 * k, r: 5 });
        svg.append(dot);
        const there = dot.animate([{ transform: 'none' }, { transform: `translate(${left - x}px, ${top - y}px)` }], { duration: 600, easing: 'ease-in-out' });
        there.onfinish = () => dot.remove();
      }
    }
  };

  const picture = (arm, each, moving) => {
    const figure = html('figure', '', { class: `arm ${arm.name}` });
    figure.append(html('figcaption', arm.title));
    const svg = made('svg', { viewBox: '0 0 600 374', role: 'img', 'aria-label': `${arm.title}: ${number(arm.care)} in care. The table below says the same.` });
    arm.places.forEach((place) => svg.append(box(place, each)));
    if (moving && !still.matches) run(svg, arm.moves);
    figure.append(svg);
    const told = arm.services.map((one) => (one.open || one.supported || one.waiting
      ? `${one.title}: ${number(one.supported)} supported, ${number(one.waiting)} waiting, room for ${number(one.room_for)}`
      : `${one.title}: not open at this time`));
    figure.append(html('p', told.join('; ') || 'No service is open here.', { class: 'queue' }));
    return figure;
  };

  const rows = (frame) => {
    const [first] = frame.arms;
    const list = first.places.map((place, k) => [place.label, ...frame.arms.map((arm) => number(arm.places[k].people))]);
    list.push(['missing now', ...frame.arms.map((arm) => number(arm.missing))]);
    first.places.forEach((place, k) => {
      if (frame.arms.some((arm) => arm.places[k].places)) {
        list.push([`free places ${place.label}`, ...frame.arms.map((arm) => `${number(arm.places[k].free)} of ${number(arm.places[k].places)}`)]);
      }
    });
    list.push(['waiting for a service', ...frame.arms.map((arm) => number(arm.services.reduce((sum, one) => sum + one.waiting, 0)))]);
    Object.keys(first.counters).forEach((name) => list.push([`${name}, so far`, ...frame.arms.map((arm) => number(arm.counters[name]))]));
    list.push(['cost to the council so far', ...frame.arms.map((arm) => pounds(arm.cost))]);
    return list;
  };
  const table = (frame) => {
    const whole = html('table', '');
    whole.append(html('caption', `Young people on ${frame.date}`));
    const head = whole.createTHead().insertRow();
    ['Where', ...frame.arms.map((arm) => arm.title)].forEach((text) => head.append(html('th', text, { scope: 'col' })));
    const body = whole.createTBody();
    rows(frame).forEach(([label, ...cells]) => {
      const row = body.insertRow();
      row.append(html('th', label, { scope: 'row' }));
      cells.forEach((text) => row.append(html('td', text)));
    });
    return whole;
  };

  const show = () => {
    const map = document.querySelector('[data-map]');
    if (!latest || !map) return;
    const each = perDot(latest);
    const moving = latest.week === shown + 1 || latest.week === shown + 4;
    shown = latest.week;
    map.dataset.week = latest.week;
    map.querySelector('[data-arms]').replaceChildren(...latest.arms.map((arm) => picture(arm, each, moving)),
      html('p', `One dot is ${each === 1 ? 'one young person' : `${each} young people`}. Those at home or out of care are counted, not drawn.`, { class: 'hint' }));
    map.querySelector('[data-table]').replaceChildren(table(latest));
    const date = map.querySelector('[data-date]');
    if (date) date.textContent = latest.date;
    // Read out when it stands still, not ten times a second.
    const spoken = map.querySelector('[data-spoken]');
    if (spoken.textContent !== latest.spoken) spoken.textContent = '';
    clearTimeout(show.later);
    show.later = setTimeout(() => { spoken.textContent = latest.spoken; }, latest.week % 52 ? 1200 : 0);
  };
  document.addEventListener('frame', (event) => { latest = event.detail; show(); });
  document.addEventListener('part', (event) => { if (event.detail === 'stage') show(); });
})();
