/** Finds the finder patterns of QR codes by correlation. */
@NullMarked
package uz.fiskaldesk.scan.soliq.finder;

import org.jspecify.annotations.NullMarked;
