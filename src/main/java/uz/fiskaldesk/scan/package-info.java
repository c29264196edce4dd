/** Input of receipts: reads the text of a QR code from pictures, cameras and hand scanners. */
@NullMarked
package uz.fiskaldesk.scan;

import org.jspecify.annotations.NullMarked;
