/** A FiscalBox for training and tests: it answers like the real one, and fails in every way the real one can. */
@NullMarked
package uz.fiskaldesk.simulator;

import org.jspecify.annotations.NullMarked;
