// What the frame of every page does.

import "./drawers.js";
import "./sign_out.js";
