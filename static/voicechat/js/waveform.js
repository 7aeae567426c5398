// Numbers → the voice figure: two soft shapes, one a speaker, that swell with what is said.

import { BANDS } from "./levels.js";

const POINTS = BANDS * 2; // the bands run down one side of a shape and up the other
const PLACES = [[0.17, 0.1], [-0.17, -0.1]]; // of the shapes, from the middle, in halves of the size
const LAYERS = [[1.24, 0.16], [1, 0.62]]; // a shape and its halo: scale and opacity
const SILENCE = new Float32Array(BANDS);

export class VoiceFigure {
  #canvas;
  #context;
  #sources; // [{read: () => levels | null, hue: CSS property}]
  #frame = null;
  #isStill;
  #swell;

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
    this.#draw(0);
    if (!this.#isStill.matches) this.#frame = requestAnimationFrame((time) => this.#loop(time));
  }

  #sleep() {
    cancelAnimationFrame(this.#frame);
    this.#frame = null;
  }

  #loop(time) {
    this.#draw(time / 1000);
    this.#frame = requestAnimationFrame((next) => this.#loop(next));
  }

  #resize() {
    const { clientWidth, clientHeight } = this.#canvas;
    const ratio = Math.min(devicePixelRatio, 2);
    this.#canvas.width = clientWidth * ratio;
    this.#canvas.height = clientHeight * ratio;
    const style = getComputedStyle(this.#canvas);
    for (const source of this.#sources) source.colour = resolve(style, source.property);
    this.#draw(0);
  }

  #draw(seconds) {
    const { width, height } = this.#canvas;
    const size = Math.min(width, height) / 2;
    this.#context.clearRect(0, 0, width, height);
    this.#sources.forEach(({ read, colour }, index) => {
      const swell = ease(this.#swell[index], read() ?? SILENCE);
      const [dx, dy] = PLACES[index];
      for (const [scale, alpha] of LAYERS) {
        this.#shape(width / 2 + dx * size, height / 2 + dy * size, 0.42 * scale * size, 0.4 * scale * size, swell, seconds, index);
        this.#context.globalAlpha = alpha;
        this.#context.fillStyle = colour;
        this.#context.fill();
      }
    });
    this.#context.globalAlpha = 1;
  }

  #shape(x, y, radius, reach, swell, seconds, index) {
    const points = [];
    for (let i = 0; i < POINTS; i++) {
      const angle = (i / POINTS) * 2 * Math.PI - Math.PI / 2;
      const band = i < BANDS ? i : POINTS - 1 - i;
      const breath = 0.035 * Math.sin(seconds * 0.9 + 3 * angle + index * 2.1) + 0.03 * Math.sin(seconds * 0.6 - 2 * angle + index);
      const distance = radius * (1 + breath) + reach * swell[band];
      points.push([x + distance * Math.cos(angle), y + distance * Math.sin(angle)]);
    }
    this.#smooth(points);
  }

  #smooth(points) {
    const middle = ([ax, ay], [bx, by]) => [(ax + bx) / 2, (ay + by) / 2];
    this.#context.beginPath();
    this.#context.moveTo(...middle(points.at(-1), points[0]));
    points.forEach((point, i) => {
      this.#context.quadraticCurveTo(...point, ...middle(point, points[(i + 1) % points.length]));
    });
    this.#context.closePath();
  }
}

function ease(current, target) {
  for (let i = 0; i < current.length; i++) {
    const speed = target[i] > current[i] ? 0.45 : 0.14; // up quickly, down gently
    current[i] += (target[i] - current[i]) * speed;
  }
  return current;
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
