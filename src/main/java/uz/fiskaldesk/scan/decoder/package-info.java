/** Decoders of QR codes based on ZXing, and what all decoders share. */
@NullMarked
package uz.fiskaldesk.scan.decoder;

import org.jspecify.annotations.NullMarked;
