/**
 * Draws pictures of thermal receipts as cheap webcams see them, by a physical model: the dots of the print head, the
 * bent paper, light, lens, sensor and JPEG. The same seed gives the same picture.
 */
@NullMarked
package uz.fiskaldesk.scan.drawn;

import org.jspecify.annotations.NullMarked;
