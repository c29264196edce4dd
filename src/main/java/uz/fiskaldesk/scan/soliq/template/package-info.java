/** What is known of a receipt's QR code before it is seen: the modules and bits that follow from the URL's format. */
@NullMarked
package uz.fiskaldesk.scan.soliq.template;

import org.jspecify.annotations.NullMarked;
