// Numbers → the voice figure: two soft shapes, one a speaker, that swell with what is said.

import { BANDS } from "./levels.js";

const POINTS = BANDS * 2; // the bands run down one side of a shape and up the other
const PLACES = [[0.17, 0.1], [-0.17, -0.1]]; // of the shapes, from the middle, in halves of the size
const RADIUS = 0.38; // of a shape at rest, in halves of the size; its halo is a little larger
const REACH = 0.28; // how far the loudest sound swells it
const RISE = 28; // ms in which a level has gone most of its way up
const FALL = 110;
const LONGEST_STEP = 100; // ms
const SILENCE = new Float32Array(BANDS);

export class VoiceFigure {
  #canvas;
  #context;
  #sources; // [{read: () => levels | null, hue: CSS property}]
  #frame = null;
  #isStill;
  #swell;
  #xs = new Float32Array(POINTS);
  #ys = new Float32Array(POINTS);
  #drawnAt = 0;

  /** @param sources  from the back to the front, each `{read, property}` */
  constructor(canvas, sources) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d");
    this.#sources = sources;
    this.#swell = sources.map(() => new Float32Array(BANDS));
    this.#isStill = matchMedia("(prefers-reduced-motion: reduce)");
    this.#isStill.addEventListener("change", () => this.#wake());
    new ResizeObserver(() => this.#resize()).observe(canvas);
    new IntersectionObserver(([entry]) => (entry.isIntersecting ? this.#wake() : this.#sleep())).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#resize());
  }

  // The browser itself stops animation frames of a page that cannot be seen.
  #wake() {
    this.#sleep();
    this.#draw(0, 0);
    if (!this.#isStill.matches) this.#frame = requestAnimationFrame(this.#loop);
  }

  #sleep() {
    cancelAnimationFrame(this.#frame);
    this.#frame = null;
    this.#drawnAt = 0;
  }

  #loop = (time) => {
    this.#draw(time / 1_000, Math.min(LONGEST_STEP, time - (this.#drawnAt || time)));
    this.#drawnAt = time;
    this.#frame = requestAnimationFrame(this.#loop);
  };

  #resize() {
    const { clientWidth, clientHeight } = this.#canvas;
    const ratio = Math.min(devicePixelRatio, 2);
    this.#canvas.width = clientWidth * ratio;
    this.#canvas.height = clientHeight * ratio;
    const style = getComputedStyle(this.#canvas);
    for (const source of this.#sources) source.colour = resolve(style, source.property);
    this.#draw(0, 0);
  }

  /** Draw both shapes at a time, `step` ms after the last frame. Nothing is allocated here. */
  #draw(seconds, step) {
    const { width, height } = this.#canvas;
    const size = Math.min(width, height) / 2;
    this.#context.clearRect(0, 0, width, height);
    for (let index = 0; index < this.#sources.length; index++) {
      const { read, colour } = this.#sources[index];
      const swell = this.#swell[index];
      ease(swell, read() ?? SILENCE, step);
      this.#context.fillStyle = colour;
      this.#layer(index, size, swell, seconds, 1.24, 0.16);
      this.#layer(index, size, swell, seconds, 1, 0.62);
    }
    this.#context.globalAlpha = 1;
  }

  #layer(index, size, swell, seconds, scale, opacity) {
    const { width, height } = this.#canvas;
    const x = width / 2 + PLACES[index][0] * size;
    const y = height / 2 + PLACES[index][1] * size;
    for (let i = 0; i < POINTS; i++) {
      const angle = (i / POINTS) * 2 * Math.PI - Math.PI / 2;
      const band = i < BANDS ? i : POINTS - 1 - i;
      const breath = 0.035 * Math.sin(seconds * 0.9 + 3 * angle + index * 2.1) + 0.03 * Math.sin(seconds * 0.6 - 2 * angle + index);
      const distance = (RADIUS * (1 + breath) + REACH * swell[band]) * scale * size;
      this.#xs[i] = x + distance * Math.cos(angle);
      this.#ys[i] = y + distance * Math.sin(angle);
    }
    this.#context.globalAlpha = opacity;
    this.#fill(this.#xs, this.#ys);
  }

  /** Fill the smooth shape through the middles between neighbouring points. */
  #fill(xs, ys) {
    const context = this.#context;
    const last = POINTS - 1;
    context.beginPath();
    context.moveTo((xs[last] + xs[0]) / 2, (ys[last] + ys[0]) / 2);
    for (let i = 0; i < POINTS; i++) {
      const next = (i + 1) % POINTS;
      context.quadraticCurveTo(xs[i], ys[i], (xs[i] + xs[next]) / 2, (ys[i] + ys[next]) / 2);
    }
    context.fill();
  }
}

/** Move levels towards others, up quickly and down gently, at the same pace on any display. */
function ease(current, target, step) {
  const up = 1 - Math.exp(-step / RISE);
  const down = 1 - Math.exp(-step / FALL);
  for (let i = 0; i < current.length; i++) {
    current[i] += (target[i] - current[i]) * (target[i] > current[i] ? up : down);
  }
}

/** The computed value of a custom property that holds light-dark(). */
function resolve(style, property) {
  const probe = document.createElement("span");
  probe.style.color = style.getPropertyValue(property);
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
