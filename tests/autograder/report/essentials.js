// What every page owes to those who do not see it, or not well: a list of what is missing.
() => {
  const wrong = [];
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const text = (element) => (element.textContent || '').replace(/\s+/g, ' ').trim();
  const say = (what, element) => wrong.push(what + ': ' + element.outerHTML.slice(0, 120));

  if (!document.documentElement.lang) wrong.push('no language');
  if (!document.title.trim()) wrong.push('no title');
  for (const name of ['header', 'main', 'footer', 'nav'])
    if (all(name).length !== 1) wrong.push('not one ' + name);
  if (all('h1').length !== 1) wrong.push('not one h1');
  let last = 0;
  for (const heading of all('h1,h2,h3,h4,h5,h6')) {
    const level = Number(heading.tagName[1]);
    if (level > last + 1) say('a level of headings is skipped', heading);
    if (!text(heading)) say('empty heading', heading);
    last = level;
  }
  const ids = all('[id]').map((element) => element.id);
  for (const id of new Set(ids))
    if (ids.filter((other) => other === id).length > 1) wrong.push('an id twice: ' + id);
  for (const name of ['aria-labelledby', 'aria-describedby'])
    for (const element of all('[' + name + ']'))
      for (const id of element.getAttribute(name).split(' '))
        if (!document.getElementById(id)) say('refers to nothing', element);
  for (const link of all('a')) {
    if (!text(link)) say('link without a text', link);
    const address = link.getAttribute('href') || '';
    if (address.startsWith('#') && !document.getElementById(address.slice(1)))
      say('link to nothing', link);
  }
  for (const table of all('table')) {
    if (!table.caption || !text(table.caption)) say('table without a caption', table);
    if (!all('thead th', table).length) say('table without heads', table);
    for (const head of all('th', table)) if (!head.scope) say('head without a scope', head);
    for (const row of all('tbody tr', table))
      if (row.cells[0].tagName !== 'TH') say('row without a head', row);
    const widths = all('tr', table).map((row) =>
      [...row.cells].reduce((sum, cell) => sum + cell.colSpan, 0));
    if (new Set(widths).size > 1) say('ragged table', table);
  }
  for (const picture of all('svg')) {
    if (picture.getAttribute('role') !== 'img') say('picture without its role', picture);
    if ((picture.getAttribute('aria-label') || '').length < 40) say('picture without words', picture);
    if (!/\d/.test(picture.getAttribute('aria-label'))) say('words without numbers', picture);
  }
  for (const image of all('img')) if (!image.alt) say('image without words', image);
  for (const details of all('details'))
    if (details.children[0].tagName !== 'SUMMARY') say('details without a summary', details);
  for (const box of all('.scroll')) {
    if (box.tabIndex !== 0) say('scrolls for the mouse alone', box);
    if (!box.getAttribute('aria-label')) say('box without a name', box);
  }

  // Contrast, by what the browser has computed.
  const rgb = (value) => {
    const found = value.match(/[\d.]+/g);
    return found ? found.map(Number) : [0, 0, 0, 0];
  };
  const light = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const behind = (element) => {
    for (; element; element = element.parentElement) {
      const colour = rgb(getComputedStyle(element).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  let looked = 0;
  const look = (element, colour, backs, least) => {
    looked += 1;
    for (const back of backs)
      if (ratio(colour, back) < least)
        say('contrast ' + ratio(colour, back).toFixed(2) + ' in ' + colour + ' on ' + back, element);
  };
  for (const element of all('body *')) {
    if (element.closest('svg') || !element.checkVisibility()) continue;
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (own) look(element, rgb(getComputedStyle(element).color), [behind(element)], 4.5);
  }
  for (const picture of all('svg')) {
    if (!picture.checkVisibility()) continue;
    const paper = behind(picture.parentElement);
    // Letters may stand on the shaded band as well as on the page.
    const band = document.createElement('i');
    band.style.color = 'var(--soft)';
    picture.parentElement.append(band);
    const soft = rgb(getComputedStyle(band).color);
    band.remove();
    for (const letters of all('text', picture))
      look(letters, rgb(getComputedStyle(letters).fill), [paper, soft], 4.5);
    // What carries meaning without letters needs 3 to 1.
    for (const shape of all('path', picture)) {
      const fill = getComputedStyle(shape).fill;
      if (/fill: var\(--(main|accent)\)/.test(shape.getAttribute('style') || ''))
        look(shape, rgb(fill), [paper, soft], 3);
    }
  }
  if (looked < 100) wrong.push('looked at ' + looked + ' pieces of text only');
  return wrong;
}
