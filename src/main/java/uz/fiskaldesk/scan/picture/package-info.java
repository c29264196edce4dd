/** Loads untrusted pictures and PDF files as grey values. */
@NullMarked
package uz.fiskaldesk.scan.picture;

import org.jspecify.annotations.NullMarked;
