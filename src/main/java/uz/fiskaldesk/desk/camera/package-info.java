/** Captures receipts with the webcam and shows its preview. */
@NullMarked
package uz.fiskaldesk.desk.camera;

import org.jspecify.annotations.NullMarked;
