// Frames a second while something is done to the canvas in each of them, for `seconds`.
// arguments: what is done, seconds, how much there is to paint (bare page only), done.
const [what, seconds, drawing, done] = arguments;

const canvas = document.querySelector("[data-testid='canvas']");
const { left, top, width, height } = canvas
  ? canvas.getBoundingClientRect()
  : { left: 0, top: 0, width: drawing.width, height: drawing.height };

function wheel(init) {
  canvas.dispatchEvent(
    new WheelEvent('wheel', {
      bubbles: true,
      cancelable: true,
      clientX: left + width / 2,
      clientY: top + height / 2,
      ...init,
    }),
  );
}

/** There and back again, so that as much stays in sight. */
const swing = (frame) => (frame % 40 < 20 ? 1 : -1);
const button = (label) => document.querySelector(`[aria-label='${label}']`);

function bare() {
  document.body.style.margin = '0';
  const own = document.createElement('canvas');
  own.width = width;
  own.height = height;
  document.body.replaceChildren(own);
  const pen = own.getContext('2d', { alpha: false });
  pen.font = '12px sans-serif';
  const { boxes, lines, labels } = drawing;
  const colors = ['#335', '#353', '#533', '#553'];
  return (frame) => {
    const off = (frame % 40) * swing(frame);
    pen.fillStyle = '#111';
    pen.fillRect(0, 0, width, height);
    pen.strokeStyle = '#888';
    for (const [x1, y1, x2, y2] of lines) {
      pen.beginPath();
      pen.moveTo(x1 + off, y1);
      pen.lineTo(x2 + off, y2);
      pen.stroke();
    }
    boxes.forEach(([x, y, w, h], index) => {
      pen.fillStyle = colors[(index + frame) % colors.length];
      pen.fillRect(x + off, y, w, h);
      pen.strokeRect(x + off, y, w, h);
      if (labels) {
        pen.fillStyle = '#eee';
        pen.fillText('Service', x + off + 4, y + 12);
      }
    });
  };
}

const step = {
  pan: (frame) => wheel({ deltaX: 8 * swing(frame), deltaY: 4 * swing(frame) }),
  zoom: (frame) => wheel({ deltaY: 6 * swing(frame), ctrlKey: true }),
  recolour: () => button('Heat').click(),
  bare: what === 'bare' ? bare() : null,
}[what];

// Everything is in sight at the beginning.
button('Zoom to everything')?.click();

let frame = 0;
let begun = 0;
const times = [];
function tick(now) {
  if (frame === 10) begun = now;
  if (frame > 10) times.push(now);
  if (frame > 10 && now - begun >= seconds * 1000) {
    done({ fps: (times.length * 1000) / (now - begun), frames: times.length });
    return;
  }
  step(frame);
  frame += 1;
  requestAnimationFrame(tick);
}
requestAnimationFrame(tick);
