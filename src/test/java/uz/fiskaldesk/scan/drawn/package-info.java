/**
 * Draws pictures of thermal receipts as taken by cheap webcams, by a physical model of the print head, the bent paper, light,
 * lens, sensor and JPEG. Reproducible by seed.
 */
@NullMarked
package uz.fiskaldesk.scan.drawn;

import org.jspecify.annotations.NullMarked;
