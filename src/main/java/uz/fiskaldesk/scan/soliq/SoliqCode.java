package uz.fiskaldesk.scan.soliq;

import java.util.List;
import uz.fiskaldesk.scan.look.Corner;

/**
 * A receipt that was read.
 *
 * @param outline the corners of the code in the picture
 */
record SoliqCode(String text, List<Corner> outline) {}
