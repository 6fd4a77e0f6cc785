"""How a page looks: what a careful eye would find wrong with it, found by measuring."""

from playwright.sync_api import Page as Tab

FAILED = "Chưa lấy được bảng này"
"""What a panel says whose figures could not be had."""
_COLOURS = """() => [...document.querySelectorAll('.chart canvas')].map((canvas) => {
    const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(pixels.data.buffer)).size;
})"""
_TEXTS = """
    const leaves = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement;
        if (!node.textContent.trim() || parent.closest('script, style, option, svg, noscript, .skip')) continue;
        if (!parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const box of range.getClientRects()) {
            if (box.width > 1 && box.height > 1) leaves.push({ node, parent, box });
        }
    }
    const words = (leaf) => leaf.node.textContent.trim().slice(0, 60);
"""
_CUT = (
    "() => {"
    + _TEXTS
    + """
    const found = new Set();
    for (const leaf of leaves) {
        let right = leaf.box.right, bottom = leaf.box.bottom, scrolls = false;
        for (let frame = leaf.parent; frame && frame !== document.body; frame = frame.parentElement) {
            const style = getComputedStyle(frame), box = frame.getBoundingClientRect();
            if (/auto|scroll/.test(style.overflowX + style.overflowY)) scrolls = true;
            if (scrolls) break;
            if (/hidden|clip/.test(style.overflowX) && leaf.box.right > box.right + 1.5) found.add(words(leaf));
            if (/hidden|clip/.test(style.overflowY) && leaf.box.bottom > box.bottom + 3) found.add(words(leaf));
            if (frame.matches('.panel, .tools, .top') && leaf.box.right > box.right + 1.5) found.add(words(leaf));
        }
        if (!scrolls && right > document.documentElement.clientWidth + 1) found.add(words(leaf));
    }
    return [...found];
}"""
)
_OVERLAPPING = (
    "() => {"
    + _TEXTS
    + """
    const free = leaves.filter((leaf) => !leaf.parent.closest('nav.bottom, nav.side, .scroll'))
        .sort((a, b) => a.box.top - b.box.top);
    const found = new Set();
    for (let one = 0; one < free.length; one += 1) {
        for (let two = one + 1; two < free.length && free[two].box.top < free[one].box.bottom; two += 1) {
            const a = free[one], b = free[two];
            if (a.node === b.node) continue;
            const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
            const tall = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
            if (wide > 2 && tall > 4) found.add(words(a) + ' / ' + words(b));
        }
    }
    return [...found];
}"""
)


def faults(tab: Tab) -> list[str]:
    """Return what is wrong with the page that is open."""
    width = tab.evaluate("document.documentElement.clientWidth")
    wide = tab.evaluate("document.documentElement.scrollWidth")
    found = [f"the page scrolls sideways: {wide} of {width}"] if wide > width else []
    found += [f"cut off: {words}" for words in tab.evaluate(_CUT)]
    found += [f"overlapping: {words}" for words in tab.evaluate(_OVERLAPPING)]
    colours = tab.evaluate(_COLOURS)
    found += [f"a chart is not drawn: {number}" for number in colours if number <= 4]
    if len(colours) < tab.locator(".chart").count():
        found.append("a chart has no canvas")
    if tab.get_by_text(FAILED).count():
        found.append("a panel failed")
    return found
