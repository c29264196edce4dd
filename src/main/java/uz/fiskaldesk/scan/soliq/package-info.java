/**
 * Reads the QR codes of Soliq receipts from pictures on which a general reader fails, because it knows most of the code
 * before it looks: the shape of the text, and with it the majority of all modules.
 */
@NullMarked
package uz.fiskaldesk.scan.soliq;

import org.jspecify.annotations.NullMarked;
